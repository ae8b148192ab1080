// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules that hold the structure together.
 */
@AnalyzeClasses(packages = "io.otelspring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.otelspring.autoconfigure";

	private static final Set<String> NAMED_BY_BOOT = Set.of("otelHealthIndicator");

	@ArchTest
	static final ArchRule noCycles = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule instrumentationsDoNotKnowEachOther = slices()
		.matching(ROOT + ".(web|method|logs|metrics|propagation|context|grpc|db|messaging|observation)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(JavaClass.Predicates.resideInAnyPackage(ROOT + ".db..", ROOT + ".messaging.."),
				JavaClass.Predicates.resideInAPackage(ROOT + ".observation"));

	@ArchTest
	static final ArchRule serversAndClientsDoNotKnowEachOther = slices().matching(ROOT + ".web.(*)..")
		.should()
		.notDependOnEachOther();

	@ArchTest
	static final ArchRule librariesOfOneKindDoNotKnowEachOther = slices()
		.matching(ROOT + ".(db|messaging|observation).(*)..")
		.should()
		.notDependOnEachOther()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule instrumentationsUseTheApiOnly = noClasses().that()
		.resideInAnyPackage(ROOT + ".web..", ROOT + ".method..", ROOT + ".logs..", ROOT + ".metrics..",
				ROOT + ".propagation..", ROOT + ".context..", ROOT + ".grpc..", ROOT + ".db..", ROOT + ".messaging..",
				ROOT + ".observation..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.exporter..", ROOT + ".sdk..",
				ROOT + ".export..", ROOT + ".config..", ROOT + ".actuate..");

	@ArchTest
	static final ArchRule rootKnowsNobody = noClasses().that()
		.resideInAPackage(ROOT)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".*..", "io.opentelemetry.sdk..");

	@ArchTest
	static final ArchRule redactionKnowsTheRootOnly = noClasses().that()
		.resideInAPackage(ROOT + ".redaction..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".*..")
			.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ROOT + ".redaction.."))));

	@ArchTest
	static final ArchRule onlyExportKnowsExporters = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".export..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.opentelemetry.exporter..");

	@ArchTest
	static final ArchRule annotationsKnowTheApiOnly = noClasses().that()
		.resideInAPackage("io.otelspring.annotation..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", ROOT + "..", "io.opentelemetry.sdk..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule beanMethodsAreNotPublic = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule beansAreNamedAfterUs = methods().that()
		.areAnnotatedWith(Bean.class)
		.should(new ArchCondition<>("start with otelSpring") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				boolean named = method.getName().startsWith("otelSpring") || NAMED_BY_BOOT.contains(method.getName());
				events.add(new SimpleConditionEvent(method, named, method.getFullName()));
			}

		});

	@ArchTest
	static final ArchRule postProcessorsAreMadeByStaticMethods = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveRawReturnType(DescribedPredicate.describe("a BeanPostProcessor",
				(JavaClass type) -> type.isAssignableTo(BeanPostProcessor.class)))
		.should()
		.beStatic()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule classConditionsStandOnClasses = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBeAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule noPackageForOddsAndEnds = noClasses().should()
		.resideInAnyPackage("..util..", "..utils..", "..common..", "..support..", "..internal..", "..helper..");

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().should(new ArchCondition<>("be in a @NullMarked package") {

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
			events.add(new SimpleConditionEvent(type, marked, type.getPackageName()));
		}

	});

}
