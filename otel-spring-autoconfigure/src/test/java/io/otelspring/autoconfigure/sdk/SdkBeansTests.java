// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SdkBeans}.
 */
class SdkBeansTests {

	private final CountingBeanFactory beanFactory = new CountingBeanFactory();

	private final SdkBeans beans = SdkBeans.of(this.beanFactory);

	@Test
	void goesThroughAllDefinitionsOnceForTypesThatNobodyDefines() {
		this.beanFactory.registerBeanDefinition("text", new RootBeanDefinition(String.class, () -> "text"));
		assertThat(this.beans.all(SpanProcessor.class)).isEmpty();
		int asked = this.beanFactory.asked;
		assertThat(this.beans.named(SpanExporter.class)).isEmpty();
		assertThat(this.beans.one(Sampler.class)).isNull();
		assertThat(this.beans.has(IdGenerator.class)).isFalse();
		assertThat(this.beanFactory.asked).isEqualTo(asked);
	}

	@Test
	void findsTheApplicationsBeansButNotOursWhereOnlyThoseAreWanted() {
		define("otelSpringSampler", Sampler.alwaysOff());
		assertThat(this.beans.one(Sampler.class)).isNull();
		assertThat(this.beans.all(Sampler.class)).containsExactly(Sampler.alwaysOff());
		DefaultListableBeanFactory other = new DefaultListableBeanFactory();
		other.registerSingleton("mine", Sampler.alwaysOn());
		assertThat(SdkBeans.of(other).one(Sampler.class)).isSameAs(Sampler.alwaysOn());
	}

	@Test
	void findsBeansOfTheParentContext() {
		define("mine", Sampler.alwaysOn());
		SdkBeans child = SdkBeans.of(new DefaultListableBeanFactory(this.beanFactory));
		assertThat(child.has(Sampler.class)).isTrue();
		assertThat(child.named(Sampler.class)).containsOnlyKeys("mine");
	}

	@Test
	void findsWhatAFactoryBeanMakesThatDoesNotSaySoBefore() {
		this.beanFactory.registerBeanDefinition("secretive",
				new RootBeanDefinition(FactoryBean.class, SecretiveFactory::new));
		assertThat(this.beans.all(Sampler.class)).containsExactly(Sampler.alwaysOn());
	}

	private void define(String name, Sampler sampler) {
		this.beanFactory.registerBeanDefinition(name, new RootBeanDefinition(Sampler.class, () -> sampler));
	}

	private static final class SecretiveFactory implements FactoryBean<Sampler> {

		@Override
		public Sampler getObject() {
			return Sampler.alwaysOn();
		}

		@Override
		public Class<?> getObjectType() {
			return Sampler.class;
		}

	}

	private static final class CountingBeanFactory extends DefaultListableBeanFactory {

		private int asked;

		@Override
		protected boolean isTypeMatch(String name, ResolvableType typeToMatch, boolean allowFactoryBeanInit) {
			this.asked++;
			return super.isTypeMatch(name, typeToMatch, allowFactoryBeanInit);
		}

	}

}
