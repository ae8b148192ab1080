// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method.unmanaged;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.Traced;
import io.otelspring.annotation.Untraced;
import io.otelspring.autoconfigure.method.MethodTelemetryAutoConfiguration;

/**
 * The application. Nothing in it is meant to be called.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@AutoConfigurationPackage
@ImportAutoConfiguration(MethodTelemetryAutoConfiguration.class)
public class Application {

	@Bean(destroyMethod = "close")
	OpenTelemetry openTelemetry() {
		return OpenTelemetrySdk.builder().build();
	}

	@Bean
	ManagedClass managedClass() {
		return new ManagedClass();
	}

	@Bean
	@Lazy
	LazyClass lazyClass() {
		return new LazyClass();
	}

	@Bean
	ImplementedInterface implementation() {
		return () -> {
		};
	}

	static class ManagedClass {

		@Traced
		void fine() {
		}

		@Traced
		private void hidden() {
		}

	}

	static class LazyClass {

		@Traced
		void call() {
		}

	}

	interface ImplementedInterface {

		@Traced
		void call();

	}

	interface UnimplementedInterface {

		@Traced
		void call();

	}

	static class UnmanagedClass {

		@Traced
		@Counted
		void call() {
		}

	}

	@Untraced
	static class UnmanagedAsAWhole {

	}

	static class UnmanagedByComposition {

		@Composed
		void call() {
		}

	}

	@Profile("never")
	static class OnPurpose {

		@Traced
		void call() {
		}

	}

	static class WithoutAnnotations {

		void call() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Traced
	@interface Composed {

	}

}
