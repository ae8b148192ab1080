// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * Bytes that OkHttp must not send again by itself once it has begun to: the server may
 * have them, and it is not for the client to decide that it has not.
 */
final class OneShotBody extends RequestBody {

	private final MediaType type;

	private final byte[] bytes;

	OneShotBody(MediaType type, byte[] bytes) {
		this.type = type;
		this.bytes = bytes;
	}

	@Override
	public MediaType contentType() {
		return this.type;
	}

	@Override
	public long contentLength() {
		return this.bytes.length;
	}

	@Override
	public boolean isOneShot() {
		return true;
	}

	@Override
	public void writeTo(BufferedSink sink) throws IOException {
		sink.write(this.bytes);
	}

}
