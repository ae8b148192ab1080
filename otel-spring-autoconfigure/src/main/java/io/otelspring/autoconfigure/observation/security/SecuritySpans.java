// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.security;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationObservationContext;
import org.springframework.security.authorization.AuthorizationObservationContext;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

import io.otelspring.autoconfigure.observation.ObservationMapping;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * How what Spring Security does becomes spans. Those who are turned away are the ordinary
 * outcome of a rule, for which there is no stack trace, and what an application throws
 * inside of the chain is recorded by the span of the request.
 */
final class SecuritySpans {

	private static final String SCOPE = "io.otelspring.security";

	private static final ObservationMapping<Observation.Context> CHAIN = ObservationMapping
		.of(Observation.Context.class, "spring.security.filterchains")
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.keyValue(SecurityAttributes.REACHED_SECTION, "spring.security.reached.filter.section")
		.keyValueAtEnd(SecurityAttributes.CHAIN_SIZE, "spring.security.filterchain.size")
		.keyValueAtEnd(SecurityAttributes.CHAIN_POSITION, "spring.security.filterchain.position")
		.keyValueAtEnd(SecurityAttributes.REACHED_FILTER, "spring.security.reached.filter.name")
		.withoutExceptionEvents()
		.build();

	private static final ObservationMapping<Observation.Context> REQUEST = ObservationMapping
		.of(Observation.Context.class, "spring.security.http.*")
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.parent(SecuritySpans::request)
		.withoutExceptionEvents()
		.build();

	private static final ObservationMapping<AuthenticationObservationContext> AUTHENTICATION = ObservationMapping
		.of(AuthenticationObservationContext.class)
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.attribute(SecurityAttributes.AUTHENTICATION_REQUEST, (context) -> type(context.getAuthenticationRequest()))
		.attribute(SecurityAttributes.AUTHENTICATION_METHOD, SecuritySpans::method)
		.attributeAtEnd(SecurityAttributes.AUTHENTICATION_RESULT, (context) -> type(context.getAuthenticationResult()))
		.withoutExceptionEvents()
		.build();

	@SuppressWarnings("rawtypes")
	private static final ObservationMapping<AuthorizationObservationContext> AUTHORIZATION = ObservationMapping
		.of(AuthorizationObservationContext.class)
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.keyValueAtEnd(SecurityAttributes.AUTHORIZED_OBJECT, "spring.security.object")
		.attributeAtEnd(SecurityAttributes.AUTHENTICATION_TYPE, (context) -> type(context.getAuthentication()))
		.attributeAtEnd(SecurityAttributes.AUTHORIZATION_DECISION, SecuritySpans::decision)
		.withoutExceptionEvents()
		.build();

	private SecuritySpans() {
	}

	static ObservationTable table() {
		return ObservationTable.of(CHAIN, REQUEST, AUTHENTICATION, AUTHORIZATION);
	}

	// Return the context of the request, which is current. The parent of the observation
	// is what the chain did before, which is over.
	private static Context request(Observation.Context observed, Context parent) {
		Context current = Context.current();
		return Span.fromContext(current).getSpanContext().isValid() ? current : parent;
	}

	private static @Nullable String type(@Nullable Authentication authentication) {
		return (authentication != null) ? authentication.getClass().getSimpleName() : null;
	}

	private static @Nullable String method(AuthenticationObservationContext context) {
		Class<?> manager = context.getAuthenticationManagerClass();
		return (manager != null) ? manager.getSimpleName() : null;
	}

	private static @Nullable Boolean decision(AuthorizationObservationContext<?> context) {
		AuthorizationResult result = context.getAuthorizationResult();
		return (result != null) ? result.isGranted() : null;
	}

}
