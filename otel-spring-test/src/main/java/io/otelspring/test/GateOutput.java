// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;

/**
 * The way back to a client, on which what is written in one call stays together.
 */
final class GateOutput {

	private static final int GARBAGE = 200;

	private final OutputStream out;

	GateOutput(OutputStream out) {
		this.out = out;
	}

	synchronized void write(byte[] bytes, int count) throws IOException {
		this.out.write(bytes, 0, count);
		this.out.flush();
	}

	void writeGarbage() throws IOException {
		byte[] garbage = new byte[GARBAGE];
		new Random(GARBAGE).nextBytes(garbage);
		write(garbage, garbage.length);
	}

}
