// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;

import io.otelspring.autoconfigure.InstrumentationSwitch;

/**
 * Which instrumentation the observations of a known library belong to, so that what is
 * switched off, or recorded by other means, is not recorded in the generic way. The type
 * of the context counts as much as the name, because users may change names.
 */
final class ObservationOwners {

	private static final String GENERIC = "observation";

	/**
	 * Those whose observations are recorded, by their switch.
	 */
	private static final List<Owner> OBSERVED = List.of(
			new Owner("rabbit", true, "spring.rabbit.", "org.springframework.amqp."),
			new Owner("batch", true, "spring.batch.", "org.springframework.batch."),
			new Owner("integration", true, "spring.integration.", "org.springframework.integration."),
			new Owner("graphql", true, "graphql.", "org.springframework.graphql."),
			new Owner("ai", true, "gen_ai.", "org.springframework.ai."),
			new Owner("ai", true, "spring.ai.", "org.springframework.ai."),
			new Owner("security", false, "spring.security.", "org.springframework.security."),
			new Owner("scheduling", true, "tasks.scheduled.", "org.springframework.scheduling."));

	/**
	 * Those that record without observations, or not at all. HTTP is known by Spring's
	 * types alone: other libraries' observations of the same name are theirs. A batch job
	 * may have millions of items, which should not cost an observation each.
	 */
	private static final List<Owner> WITHOUT_OBSERVATIONS = List.of(
			new Owner("http.server", true, null, "org.springframework.http.server."),
			new Owner("http.client", true, null, "org.springframework.http.client."),
			new Owner("http.client", true, null, "org.springframework.web.reactive.function.client."),
			new Owner("grpc", true, "grpc.", "io.micrometer.core.instrument.binder.grpc."),
			new Owner("kafka", true, "spring.kafka.", "org.springframework.kafka."),
			new Owner("rabbit", true, "spring.rabbit.template", "org.springframework.amqp.rabbit."),
			new Owner("rabbit", true, "spring.rabbit.listener", null),
			new Owner("jms", true, "jms.", "io.micrometer.jakarta9.instrument.jms."),
			new Owner("mongo", true, "mongodb.", "com.mongodb."), new Owner("jdbc", true, "jdbc.", null),
			new Owner("redis", true, "lettuce", "io.lettuce."), new Owner("r2dbc", true, "r2dbc.", "io.r2dbc."),
			new Owner("batch", true, "spring.batch.item.", null));

	private ObservationOwners() {
	}

	/**
	 * Return whether an observation that no mapping matches is to be recorded.
	 * @param type the type of the observation's context
	 * @param name the name of the observation
	 * @param environment where the switches are
	 * @return whether it is recorded in the generic way
	 */
	static boolean isGeneric(Class<?> type, String name, PropertyResolver environment) {
		if (isRecordedElsewhere(type, name)) {
			return false;
		}
		Owner owner = owner(OBSERVED, type, name);
		return (owner != null) ? InstrumentationSwitch.of(environment, owner.instrumentation, owner.on).on()
				: InstrumentationSwitch.of(environment, GENERIC, true).on();
	}

	/**
	 * Return whether something else records what the observation is about.
	 * @param type the type of the observation's context
	 * @param name the name of the observation
	 * @return whether the bridge never records it
	 */
	static boolean isRecordedElsewhere(Class<?> type, String name) {
		return owner(WITHOUT_OBSERVATIONS, type, name) != null;
	}

	private static @Nullable Owner owner(List<Owner> owners, Class<?> type, String name) {
		for (Owner owner : owners) {
			if (owner.owns(type, name)) {
				return owner;
			}
		}
		return null;
	}

	/**
	 * An instrumentation and how its observations are known.
	 *
	 * @param instrumentation the name of the switch
	 * @param on whether it is on by default
	 * @param name how the observations' names begin
	 * @param type how the names of the contexts' classes begin
	 */
	private record Owner(String instrumentation, boolean on, @Nullable String name, @Nullable String type) {

		boolean owns(Class<?> contextType, String observation) {
			if (this.name != null && observation.startsWith(this.name)) {
				return true;
			}
			if (this.type == null) {
				return false;
			}
			for (Class<?> each = contextType; each != null; each = each.getSuperclass()) {
				if (each.getName().startsWith(this.type)) {
					return true;
				}
			}
			return false;
		}

	}

}
