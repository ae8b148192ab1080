// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.ToIntFunction;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * The way of one signal to one destination, as its exporter sees it.
 *
 * @param items counts the items of a serialised request
 * @param courier sends what is taken
 * @param lane where it waits
 */
record Delivery(ToIntFunction<byte[]> items, Courier courier, Lane lane) {

	/**
	 * Take a request.
	 * @param message the request
	 * @throws IOException if it cannot be serialised
	 */
	void take(MessageWriter message) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, message.getContentLength()));
		message.writeMessage(bytes);
		byte[] body = bytes.toByteArray();
		this.courier.send(this.lane, new Batch(body, this.items.applyAsInt(body)));
	}

	CompletableResultCode flush() {
		return this.courier.flush(this.lane);
	}

}
