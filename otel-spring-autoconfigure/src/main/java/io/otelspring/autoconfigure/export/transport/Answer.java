// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a destination answered to a batch, in the terms of OTLP's specification, whatever
 * the protocol, and whatever was sent.
 *
 * @param kind what follows from it
 * @param message what to tell a person: the status, what the server says about it, or why
 * there is no answer; never a header's value
 * @param retryAfter how long the server wants to be left alone, or {@code null} if it
 * does not say
 * @param rejected how many items of an accepted batch the server refused for good
 * @param status HTTP's status code or the name of gRPC's, or {@code null} if there is no
 * answer
 */
public record Answer(Kind kind, @Nullable String message, @Nullable Duration retryAfter, long rejected,
		@Nullable String status) {

	/**
	 * Create an answer whose status is not known.
	 * @param kind what follows from it
	 * @param message what to tell a person
	 * @param retryAfter how long the server wants to be left alone
	 * @param rejected how many items the server refused for good
	 */
	public Answer(Kind kind, @Nullable String message, @Nullable Duration retryAfter, long rejected) {
		this(kind, message, retryAfter, rejected, null);
	}

	Answer withStatus(String status) {
		return new Answer(this.kind, this.message, this.retryAfter, this.rejected, status);
	}

	/**
	 * What follows from an answer.
	 */
	public enum Kind {

		/** The batch arrived, though some items may have been refused for good. */
		ACCEPTED,

		/** The batch is refused for good; to send it again would be in vain. */
		REFUSED,

		/** The batch did not arrive, or may not have; it can be sent again. */
		RETRYABLE,

		/**
		 * The server failed, and does not say whether it was the batch's fault: it can be
		 * sent again, but not for ever.
		 */
		DOUBTFUL

	}

}
