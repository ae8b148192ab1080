// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.EnumSet;
import java.util.Set;

import io.grpc.Status;

/**
 * The status codes that are errors of the one who records. What a client did wrong is no
 * error of the server.
 */
enum ErrorCodes {

	/**
	 * The errors of a server.
	 */
	SERVER(EnumSet.of(Status.Code.UNKNOWN, Status.Code.DEADLINE_EXCEEDED, Status.Code.UNIMPLEMENTED,
			Status.Code.INTERNAL, Status.Code.UNAVAILABLE, Status.Code.DATA_LOSS)),

	/**
	 * The errors of a client: whatever is not OK.
	 */
	CLIENT(EnumSet.complementOf(EnumSet.of(Status.Code.OK)));

	private final Set<Status.Code> codes;

	ErrorCodes(Set<Status.Code> codes) {
		this.codes = codes;
	}

	boolean contain(Status.Code code) {
		return this.codes.contains(code);
	}

}
