// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Says over HTTP why a request was refused. An error page of Boot's keeps that to itself.
 */
@EndpointWebExtension(endpoint = OtelEndpoint.class)
class OtelWebEndpoint {

	private final OtelEndpoint endpoint;

	OtelWebEndpoint(OtelEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@WriteOperation
	WebEndpointResponse<Map<String, String>> act(@Selector String action) {
		return answer(() -> this.endpoint.act(action));
	}

	@WriteOperation
	WebEndpointResponse<Map<String, String>> change(@Selector String action, @Nullable Object ratio) {
		return answer(() -> this.endpoint.change(action, number(ratio)));
	}

	private static WebEndpointResponse<Map<String, String>> answer(Runnable operation) {
		try {
			operation.run();
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(Map.of("message", String.valueOf(ex.getReason())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	private static @Nullable Double number(@Nullable Object ratio) {
		if (ratio == null || ratio instanceof Number) {
			return (ratio != null) ? ((Number) ratio).doubleValue() : null;
		}
		try {
			return Double.valueOf(ratio.toString());
		}
		catch (NumberFormatException ex) {
			throw new InvalidEndpointRequestException("Not a number",
					"The ratio must be a number from 0 to 1, such as {\"ratio\": 0.5}");
		}
	}

}
