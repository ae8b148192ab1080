// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

/**
 * The services whose calls are not recorded: health checks, reflection, and the export of
 * telemetry, which would be more telemetry to export.
 */
final class ExcludedServices {

	private ExcludedServices() {
	}

	static boolean contain(String fullMethodName) {
		return fullMethodName.startsWith("grpc.health.v1.Health/") || fullMethodName.startsWith("grpc.reflection.")
				|| fullMethodName.startsWith("opentelemetry.proto.collector.");
	}

}
