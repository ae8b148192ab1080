// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Passes the frames of HTTP/2 on, one by one, so that a GOAWAY can come between them.
 */
final class FrameGate {

	private static final int PREFACE = 24;

	private static final int HEADER = 9;

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int RST_STREAM = 3;

	private static final int END_STREAM = 1;

	private static final byte GOAWAY = 7;

	private final DataInputStream client;

	private final OutputStream behind;

	private final GateOutput toClient;

	private final GateConnection connection;

	private int lastStream;

	private boolean gone;

	FrameGate(InputStream client, OutputStream behind, GateOutput toClient, GateConnection connection) {
		this.client = new DataInputStream(client);
		this.behind = behind;
		this.toClient = toClient;
		this.connection = connection;
	}

	void run() throws IOException {
		byte[] preface = new byte[PREFACE];
		this.client.readFully(preface);
		if (this.connection.passes(this.toClient)) {
			this.behind.write(preface);
		}
		while (true) {
			byte[] frame = readFrame(this.client);
			int stream = stream(frame);
			if (frame[3] == HEADERS && this.connection.goesAway() && this.lastStream > 0 && stream > this.lastStream) {
				goAway();
			}
			if (this.gone && stream > this.lastStream) {
				continue;
			}
			if (frame[3] == HEADERS) {
				this.lastStream = stream;
			}
			if (this.connection.passes(this.toClient)) {
				note(frame, stream);
				this.behind.write(frame);
			}
		}
	}

	private void note(byte[] frame, int stream) {
		if (frame[3] == DATA) {
			this.connection.unanswered().sent(stream, frame.length - HEADER);
		}
		else if (frame[3] == RST_STREAM) {
			this.connection.unanswered().cancelled(stream);
		}
	}

	private static int stream(byte[] frame) {
		return ByteBuffer.wrap(frame).getInt(5) & Integer.MAX_VALUE;
	}

	private void goAway() throws IOException {
		if (!this.gone) {
			this.gone = true;
			byte[] frame = ByteBuffer.allocate(HEADER + 8)
				.put(new byte[] { 0, 0, 8, GOAWAY, 0 })
				.putInt(0)
				.putInt(this.lastStream)
				.putInt(0)
				.array();
			this.toClient.write(frame, frame.length);
		}
	}

	static void copyFrames(InputStream behind, GateOutput toClient, Unanswered unanswered) throws IOException {
		DataInputStream in = new DataInputStream(behind);
		while (true) {
			byte[] frame = readFrame(in);
			toClient.write(frame, frame.length);
			if ((frame[3] == DATA || frame[3] == HEADERS) && (frame[4] & END_STREAM) != 0) {
				unanswered.answered(stream(frame));
			}
		}
	}

	private static byte[] readFrame(DataInputStream in) throws IOException {
		byte[] header = new byte[HEADER];
		in.readFully(header);
		int length = (header[0] & 0xFF) << 16 | (header[1] & 0xFF) << 8 | (header[2] & 0xFF);
		byte[] frame = new byte[HEADER + length];
		System.arraycopy(header, 0, frame, 0, HEADER);
		in.readFully(frame, HEADER, length);
		return frame;
	}

}
