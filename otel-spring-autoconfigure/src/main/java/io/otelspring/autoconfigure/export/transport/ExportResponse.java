// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

/**
 * The body of an answer to an accepted batch. It is the same for all signals.
 *
 * @param rejected how many items were refused for good
 * @param message what the server says about them, or just so; may be empty
 */
record ExportResponse(long rejected, String message) {

	private static final int PARTIAL_SUCCESS = 1;

	private static final int REJECTED = 1;

	private static final int ERROR_MESSAGE = 2;

	private static final ExportResponse EMPTY = new ExportResponse(0, "");

	/**
	 * Read the body.
	 * @param body what may be an OTLP response
	 * @return what it says; nothing where it is something else
	 */
	static ExportResponse read(byte[] body) {
		if (body.length == 0) {
			return EMPTY;
		}
		try {
			ExportResponse response = EMPTY;
			ProtobufReader reader = new ProtobufReader(body);
			for (int field = reader.next(); field != 0; field = reader.next()) {
				if (field == PARTIAL_SUCCESS) {
					response = partialSuccess(reader.bytes());
				}
				else {
					reader.skip();
				}
			}
			return response;
		}
		catch (IllegalArgumentException ex) {
			return EMPTY;
		}
	}

	private static ExportResponse partialSuccess(byte[] message) {
		long rejected = 0;
		String text = "";
		ProtobufReader reader = new ProtobufReader(message);
		for (int field = reader.next(); field != 0; field = reader.next()) {
			if (field == REJECTED) {
				rejected = Math.max(0, reader.number());
			}
			else if (field == ERROR_MESSAGE) {
				text = reader.text();
			}
			else {
				reader.skip();
			}
		}
		return new ExportResponse(rejected, text);
	}

}
