// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MessageWriter;

import io.otelspring.autoconfigure.export.Signal;

/**
 * The way of one signal to one destination, as its exporter sees it.
 *
 * @param signal the signal
 * @param courier sends what is taken
 * @param lane where it waits
 */
record Delivery(Signal signal, Courier courier, Lane lane) {

	/**
	 * Take a request.
	 * @param message the request
	 * @throws IOException if it cannot be serialised
	 */
	void take(MessageWriter message) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, message.getContentLength()));
		message.writeMessage(bytes);
		byte[] body = bytes.toByteArray();
		this.courier.send(this.lane, new Batch(body, ItemCount.of(this.signal, body)));
	}

	CompletableResultCode flush() {
		return this.courier.flush(this.lane);
	}

}
