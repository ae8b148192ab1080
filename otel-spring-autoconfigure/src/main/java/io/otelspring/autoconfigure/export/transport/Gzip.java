// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Compression as receivers of telemetry know it.
 */
final class Gzip {

	private Gzip() {
	}

	static byte[] compress(byte[] body) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(Math.max(64, body.length / 4));
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * Decompress an answer.
	 * @param body the compressed bytes
	 * @param limit the most bytes to read
	 * @return the bytes, cut at the limit
	 * @throws IOException if it is not compressed so
	 */
	static byte[] decompress(byte[] body, int limit) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return in.readNBytes(limit);
		}
	}

}
