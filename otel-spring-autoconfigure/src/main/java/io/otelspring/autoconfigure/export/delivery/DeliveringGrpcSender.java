// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * Takes the requests that the SDK's exporter would send over gRPC. To the exporter they
 * are sent as soon as they are taken.
 *
 * @param delivery where they go
 */
record DeliveringGrpcSender(Delivery delivery) implements GrpcSender {

	private static final GrpcResponse TAKEN = new GrpcResponse() {

		@Override
		public GrpcStatusCode getStatusCode() {
			return GrpcStatusCode.OK;
		}

		@Override
		public String getStatusDescription() {
			return "";
		}

		@Override
		public byte[] getResponseMessage() {
			return new byte[0];
		}

	};

	@Override
	public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
		try {
			this.delivery.take(message);
		}
		catch (Throwable ex) {
			onError.accept(ex);
			return;
		}
		onResponse.accept(TAKEN);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delivery.flush();
	}

}
