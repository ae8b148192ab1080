// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * Takes the requests that the SDK's exporter would send over HTTP. To the exporter they
 * are sent as soon as they are taken.
 *
 * @param delivery where they go
 */
record DeliveringHttpSender(Delivery delivery) implements HttpSender {

	private static final HttpResponse TAKEN = new HttpResponse() {

		@Override
		public int getStatusCode() {
			return 200;
		}

		@Override
		public String getStatusMessage() {
			return "";
		}

		@Override
		public byte[] getResponseBody() {
			return new byte[0];
		}

	};

	@Override
	public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
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
