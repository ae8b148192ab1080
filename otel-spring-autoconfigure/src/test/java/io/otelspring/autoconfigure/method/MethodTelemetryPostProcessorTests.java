// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.task.SyncTaskExecutor;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link MethodTelemetryPostProcessor} without a context.
 */
class MethodTelemetryPostProcessorTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	@Test
	void beanWithoutAnnotationsIsLeftAlone() {
		Plain bean = new Plain();
		assertThat(this.telemetry.advise(bean)).isSameAs(bean);
	}

	@Test
	void annotationsOfOthersAreNoReasonForAProxy() {
		OtherAnnotations bean = new OtherAnnotations();
		assertThat(this.telemetry.advise(bean)).isSameAs(bean);
	}

	@Test
	void classIsProxiedByDefault() {
		Service bean = this.telemetry.advise(new Service());
		assertThat(AopUtils.isCglibProxy(bean)).isTrue();
		bean.call();
		assertThat(this.telemetry.span().getName()).isEqualTo("Service.call");
	}

	@Test
	void interfacesAreProxiedOnRequestAndWhatTheyLackIsReported() {
		this.telemetry.postProcessor.setProxyTargetClass(false);
		Object bean = this.telemetry.postProcessor.postProcessAfterInitialization(new Service(), "bean");
		assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
		((Operations) bean).call();
		assertThat(this.telemetry.span().getName()).isEqualTo("Service.call");
		assertThat(this.telemetry.ineffective()).hasSize(2).allSatisfy((ineffective) -> {
			assertThat(ineffective.method()).isEqualTo(Service.class.getName() + ".beside()");
			assertThat(ineffective.reason()).contains("proxied by its interfaces");
		});
		assertThat(this.telemetry.postProcessor.findings().active()).extracting(ActiveMethod::method)
			.containsExactly(Service.class.getName() + ".call()");
	}

	@Test
	void classWithoutInterfacesIsProxiedAllTheSame() {
		this.telemetry.postProcessor.setProxyTargetClass(false);
		assertThat(AopUtils.isCglibProxy(this.telemetry.advise(new WithoutInterface()))).isTrue();
	}

	@Test
	void existingProxyGetsOurAdviceOutsideOfItsOwn() {
		List<String> order = new ArrayList<>();
		ProxyFactory factory = new ProxyFactory(new Service());
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			order.add("transaction in " + (Span.current().getSpanContext().isValid() ? "span" : "nothing"));
			return invocation.proceed();
		});
		Service proxy = (Service) factory.getProxy();
		assertThat(this.telemetry.advise(proxy)).isSameAs(proxy);
		proxy.call();
		assertThat(order).containsExactly("transaction in span");
		assertThat(this.telemetry.spans()).hasSize(1);
	}

	@Test
	void adviceOfAsyncStaysOutside() {
		ProxyFactory factory = new ProxyFactory(new Service());
		factory.setProxyTargetClass(true);
		factory.addAdvisor(new DefaultPointcutAdvisor(new AsyncExecutionInterceptor(new SyncTaskExecutor())));
		factory.addAdvice((MethodInterceptor) (invocation) -> invocation.proceed());
		Advised proxy = (Advised) factory.getProxy();
		this.telemetry.advise(proxy);
		assertThat(proxy.getAdvisors()[0].getAdvice()).isInstanceOf(AsyncExecutionInterceptor.class);
		assertThat(proxy.getAdvisors()[1]).isInstanceOf(MethodTelemetryAdvisor.class);
		assertThat(proxy.getAdvisors()[2]).isInstanceOf(MethodTelemetryAdvisor.class);
		assertThat(proxy.getAdvisors()).hasSize(4);
	}

	@Test
	void beanThatIsProcessedTwiceIsRecordedOnce() {
		Service once = this.telemetry.advise(new Service());
		Service twice = this.telemetry.advise(once);
		MethodTelemetryPostProcessor other = RecordedTelemetry.postProcessor(this.telemetry.sdk);
		Service thrice = (Service) other.postProcessAfterInitialization(twice, "other");
		assertThat(thrice).isSameAs(once);
		thrice.call();
		assertThat(this.telemetry.spans()).hasSize(1);
	}

	@Test
	void frozenProxyIsWrapped() {
		ProxyFactory factory = new ProxyFactory(new Service());
		factory.setProxyTargetClass(true);
		factory.setFrozen(true);
		Service proxy = (Service) factory.getProxy();
		Service advised = this.telemetry.advise(proxy);
		assertThat(advised).isNotSameAs(proxy);
		advised.call();
		assertThat(this.telemetry.span().getName()).isEqualTo("Service.call");
	}

	@Test
	void opaqueProxiesAreWrapped() {
		for (boolean targetClass : new boolean[] { true, false }) {
			RecordedTelemetry recorded = new RecordedTelemetry();
			ProxyFactory factory = new ProxyFactory(new DefaultClient());
			factory.setProxyTargetClass(targetClass);
			factory.setOpaque(true);
			Client advised = recorded.advise((Client) factory.getProxy());
			advised.fetch();
			assertThat(recorded.spans()).as("target class: " + targetClass).hasSize(1);
		}
	}

	@Test
	void proxyWithoutTargetIsAdvisedByItsInterface() {
		ProxyFactory factory = new ProxyFactory(Client.class,
				(MethodInterceptor) (invocation) -> "answer to " + invocation.getMethod().getName());
		Client client = this.telemetry.advise((Client) factory.getProxy());
		assertThat(client.fetch()).isEqualTo("answer to fetch");
		assertThat(client.inherited()).isEqualTo("answer to inherited");
		assertThat(this.telemetry.spans()).extracting(SpanData::getName)
			.containsExactly("Client.fetch", "Client.inherited");
	}

	@Test
	void interfaceThatTheTargetDoesNotImplementCounts() {
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(new Plain());
		factory.setInterfaces(Client.class);
		factory.addAdvice((MethodInterceptor) (invocation) -> "repository");
		ProxyFactory other = new ProxyFactory();
		other.setTarget(new Plain());
		other.setInterfaces(Operations.class);
		other.addAdvice((MethodInterceptor) (invocation) -> null);
		Client client = this.telemetry.advise((Client) factory.getProxy());
		Operations operations = this.telemetry.advise((Operations) other.getProxy());
		client.fetch();
		operations.call();
		assertThat(this.telemetry.span().getName()).isEqualTo("Client.fetch");
	}

	@Test
	void proxyThatIsNotOfSpringIsWrapped() {
		InvocationHandler handler = (proxy, method, arguments) -> "mapper";
		Client client = (Client) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Client.class },
				handler);
		Client advised = this.telemetry.advise(client);
		assertThat(advised.fetch()).isEqualTo("mapper");
		assertThat(this.telemetry.span().getName()).isEqualTo("Client.fetch");
	}

	@Test
	void lambdaIsProxiedByItsInterface() {
		Single single = () -> "lambda";
		Single advised = this.telemetry.advise(single);
		assertThat(advised.get()).isEqualTo("lambda");
		assertThat(this.telemetry.span().getName()).isEqualTo("Single.get");
	}

	@Test
	void privateStaticAndFinalMethodsAreReported() {
		this.telemetry.advise(new Unreachable());
		String prefix = Unreachable.class.getName();
		assertThat(this.telemetry.ineffective()).extracting(IneffectiveAnnotation::toString)
			.containsExactly("@Counted on " + prefix + ".finalOne() (the method is final, a proxy cannot intercept it)",
					"@Traced on " + prefix + ".finalOne() (the method is final, a proxy cannot intercept it)",
					"@Traced on " + prefix + ".privateOne() (the method is private, a proxy cannot intercept it)",
					"@Traced on " + prefix + ".staticOne() (the method is static, a proxy cannot intercept it)");
	}

	@Test
	void finalAndSealedClassesAreReportedAndLeftAlone() {
		FinalClass bean = new FinalClass();
		assertThat(this.telemetry.advise(bean)).isSameAs(bean);
		SealedClass sealed = new SealedClass();
		assertThat(this.telemetry.advise(sealed)).isSameAs(sealed);
		RecordClass record = new RecordClass("x");
		assertThat(this.telemetry.advise(record)).isSameAs(record);
		assertThat(this.telemetry.ineffective()).extracting(IneffectiveAnnotation::reason)
			.satisfiesExactlyInAnyOrder((reason) -> assertThat(reason).contains("class is final"),
					(reason) -> assertThat(reason).contains("class is sealed"),
					(reason) -> assertThat(reason).contains("class is final"));
		assertThat(this.telemetry.postProcessor.findings().active()).isEmpty();
	}

	@Test
	void classWithAFinalMethodThatAnInterfaceDemandsIsNotBroken() throws Exception {
		FinalTemplate bean = this.telemetry.advise(new FinalTemplate("state"));
		assertThat(bean.call()).isEqualTo("state");
		assertThat(this.telemetry.ineffective()).singleElement()
			.satisfies((ineffective) -> assertThat(ineffective.reason()).contains("FinalTemplate.call is final"));
	}

	@Test
	void classThatNoSubclassCanBeMadeOfStaysUsableAndIsReported() throws Exception {
		Object bean = WithoutParameterNames.compile("Hidden", """
				public class Hidden {
					private Hidden() {
					}
					@io.otelspring.annotation.Traced
					public void call() {
					}
				}
				""");
		this.telemetry.postProcessor.setProxyClassLoader(bean.getClass().getClassLoader());
		assertThat(this.telemetry.advise(bean)).isSameAs(bean);
		assertThat(this.telemetry.ineffective()).singleElement()
			.satisfies((ineffective) -> assertThat(ineffective.reason()).startsWith("no proxy can be made"));
	}

	@Test
	void infrastructureIsLeftAloneAndReported() {
		TracedPostProcessor bean = new TracedPostProcessor();
		assertThat(this.telemetry.advise(bean)).isSameAs(bean);
		assertThat(this.telemetry.ineffective()).singleElement()
			.satisfies((ineffective) -> assertThat(ineffective.reason()).contains("machinery"));
	}

	@Test
	void earlyReferenceIsTheProxyAndTheBeanIsNotProxiedAgain() {
		Service bean = new Service();
		Object early = this.telemetry.postProcessor.getEarlyBeanReference(bean, "circular");
		assertThat(early).isInstanceOf(SpringProxy.class);
		assertThat(this.telemetry.postProcessor.postProcessAfterInitialization(bean, "circular")).isSameAs(bean);
	}

	@Test
	void prototypesShareTheirProxyClass() {
		Service first = this.telemetry.advise(new Service());
		Service second = this.telemetry.advise(new Service());
		assertThat(first).isNotSameAs(second);
		assertThat(first.getClass()).isSameAs(second.getClass());
	}

	@Test
	void targetThatChangesIsFollowed() {
		ProxyFactory factory = new ProxyFactory();
		factory.setTargetSource(new FreshTarget());
		factory.setProxyTargetClass(true);
		Service proxy = this.telemetry.advise((Service) factory.getProxy());
		proxy.call();
		proxy.call();
		assertThat(this.telemetry.spans()).hasSize(2);
	}

	@Test
	void activeMethodsListTheirAnnotations() {
		this.telemetry.advise(new Service());
		assertThat(this.telemetry.postProcessor.findings().active()).containsExactly(
				new ActiveMethod(Service.class.getName() + ".beside()", List.of("@Counted", "@Traced"), "beside"),
				new ActiveMethod(Service.class.getName() + ".call()", List.of("@Traced"), "Service.call"));
	}

	@Test
	void callOfAnObjectOnItselfIsNotSeen() {
		this.telemetry.advise(new SelfCall()).outer();
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void withoutTelemetryCallsGoThrough() {
		MethodTelemetryPostProcessor without = new MethodTelemetryPostProcessor(
				new StaticListableBeanFactory().getBeanProvider(OpenTelemetry.class));
		without.setProxyTargetClass(true);
		Service service = (Service) without.postProcessAfterInitialization(new Service(), "bean");
		assertThat(catchThrowable(service::call)).isNull();
	}

	interface Operations {

		void call();

	}

	static class Service implements Operations {

		@Override
		@Traced
		public void call() {
		}

		@Traced("beside")
		@Counted
		void beside() {
		}

	}

	static class WithoutInterface {

		@Traced
		void call() {
		}

	}

	public static class Plain {

		public String fetch() {
			return "plain";
		}

	}

	static class OtherAnnotations {

		@Deprecated
		void call() {
		}

	}

	interface Inherited {

		String inherited();

	}

	@Traced
	interface Client extends Inherited {

		String fetch();

	}

	public static class DefaultClient implements Client {

		@Override
		public String inherited() {
			return "";
		}

		@Override
		public String fetch() {
			return "";
		}

	}

	interface Single {

		@Traced
		String get();

	}

	static class Unreachable {

		@Traced
		private void privateOne() {
		}

		@Traced
		static void staticOne() {
		}

		@Traced
		@Counted
		final void finalOne() {
		}

	}

	static final class FinalClass {

		@Traced
		void call() {
		}

	}

	static sealed class SealedClass {

		@Traced
		void call() {
		}

	}

	static final class PermittedClass extends SealedClass {

	}

	record RecordClass(String value) {

		@Traced
		void call() {
		}

	}

	static class FinalTemplate implements Callable<String> {

		private final String state;

		FinalTemplate(String state) {
			this.state = state;
		}

		@Override
		public final String call() {
			return this.state;
		}

		@Traced
		void other() {
		}

	}

	static class TracedPostProcessor implements BeanPostProcessor {

		@Traced
		void call() {
		}

	}

	static class SelfCall {

		void outer() {
			inner();
		}

		@Traced
		void inner() {
		}

	}

	private static final class FreshTarget implements TargetSource {

		@Override
		public Class<?> getTargetClass() {
			return Service.class;
		}

		@Override
		public Object getTarget() {
			return new Service();
		}

	}

}
