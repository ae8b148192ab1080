// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * The outcomes seen so far, so that the attributes of a measurement are not built again
 * for each.
 */
final class Outcomes {

	private static final int LIMIT = 4000;

	private static final int FIRST_ERROR = 400;

	private final BoundedCache<Key, Outcome> outcomes = new BoundedCache<>(LIMIT, Outcomes::create);

	/**
	 * Return the outcome of a call.
	 * @param target the server
	 * @param method the method, or {@code _OTHER}
	 * @param version the version of the protocol, or {@code null} where it is not known
	 * @param status the status code of the response, or zero where there was none
	 * @param exceptionType the name of the exception, or {@code null} where there was
	 * none
	 * @return the outcome
	 */
	Outcome get(Target target, String method, @Nullable String version, int status, @Nullable String exceptionType) {
		return this.outcomes.get(new Key(target, method, version, status, exceptionType));
	}

	private static Outcome create(Key key) {
		Long status = (key.status() > 0) ? (long) key.status() : null;
		String errorType = key.exceptionType();
		if (errorType == null && key.status() >= FIRST_ERROR) {
			errorType = Integer.toString(key.status());
		}
		AttributesBuilder attributes = Attributes.builder();
		attributes.put(HttpAttributes.HTTP_REQUEST_METHOD, key.method());
		attributes.put(ServerAttributes.SERVER_ADDRESS, key.target().host());
		attributes.put(ServerAttributes.SERVER_PORT, key.target().port());
		attributes.put(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, status);
		attributes.put(ErrorAttributes.ERROR_TYPE, errorType);
		attributes.put(NetworkAttributes.NETWORK_PROTOCOL_VERSION, key.version());
		return new Outcome(status, errorType, attributes.build());
	}

	private record Key(Target target, String method, @Nullable String version, int status,
			@Nullable String exceptionType) {
	}

}
