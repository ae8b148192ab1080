// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.autoconfigure.method.unmanaged.Application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AnnotationReport} and the line that says what it holds.
 */
@ExtendWith(OutputCaptureExtension.class)
class AnnotationReportTests {

	private static final String PREFIX = Application.class.getName() + "$";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class);

	@Test
	void activeMethodsAreListed() {
		this.contextRunner.run((context) -> assertThat(context.getBean(AnnotationReport.class).active())
			.extracting(ActiveMethod::method, ActiveMethod::spanName)
			.satisfiesExactlyInAnyOrder(
					(active) -> assertThat(active.toList()).containsExactly(PREFIX + "ManagedClass.fine()",
							"ManagedClass.fine"),
					(active) -> assertThat(active.toList().get(1)).isEqualTo("ImplementedInterface.call")));
	}

	@Test
	void ineffectiveAnnotationsAreListedWithTheReason() {
		this.contextRunner.run((context) -> assertThat(context.getBean(AnnotationReport.class).ineffective())
			.extracting(IneffectiveAnnotation::toString)
			.containsExactly(
					"@Traced on " + PREFIX
							+ "ManagedClass.hidden() (the method is private, a proxy cannot intercept it)",
					"@Traced on " + PREFIX + "UnimplementedInterface.call (no bean implements it)",
					"@Untraced on " + PREFIX
							+ "UnmanagedAsAWhole (the class is not a bean, its objects are made by other code)",
					"@Traced on " + PREFIX
							+ "UnmanagedByComposition.call (the class is not a bean, its objects are made by other code)",
					"@Counted on " + PREFIX
							+ "UnmanagedClass.call (the class is not a bean, its objects are made by other code)",
					"@Traced on " + PREFIX
							+ "UnmanagedClass.call (the class is not a bean, its objects are made by other code)"));
	}

	@Test
	void oneLineSaysSoAfterTheStart(CapturedOutput output) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = builder.run()) {
			await().atMost(Duration.ofMinutes(1)).until(() -> output.getAll().contains("Annotations without effect"));
			assertThat(output.getAll().lines().filter((line) -> line.contains("Annotations without effect")))
				.singleElement()
				.satisfies((line) -> assertThat(line).contains("WARN")
					.contains("ManagedClass.hidden() (the method is private")
					.contains("UnmanagedClass.call (the class is not a bean"));
			assertThat(output.getAll()).doesNotContain("is not eligible for getting processed");
		}
	}

	@Test
	void withoutApplicationPackagesOnlyBeansAreLookedAt() {
		new ApplicationContextRunner().withUserConfiguration(MethodTelemetryAutoConfigurationTests.Sdk.class)
			.withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(AnnotationReport.class).ineffective()).isEmpty());
	}

}
