// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Locale;

import io.otelspring.autoconfigure.export.transport.Answer;

/**
 * Where the delivery of serialised batches says what became of the items in them. Each
 * item that is taken is counted once more, when its end is known.
 */
public interface DeliveryAccount {

	/**
	 * Items are in the delivery's hands now.
	 * @param items how many
	 * @return whether they are still wanted; if not, they have been counted
	 */
	boolean taken(long items);

	/**
	 * A batch arrived, though some of its items may have been refused.
	 * @param items how many items the batch had
	 * @param answer the answer
	 * @param nanos the time from the first attempt to the answer
	 */
	void accepted(long items, Answer answer, long nanos);

	/**
	 * A batch was refused for good.
	 * @param items how many items the batch had
	 * @param answer the answer
	 * @param nanos the time from the first attempt to the answer
	 */
	void refused(long items, Answer answer, long nanos);

	/**
	 * A batch did not arrive, and is kept to be sent again.
	 * @param answer the answer
	 */
	void postponed(Answer answer);

	/**
	 * Items are given up.
	 * @param items how many
	 * @param loss why
	 */
	void dropped(long items, Loss loss);

	/**
	 * Why items are given up.
	 */
	enum Loss {

		/** There is no room for them. */
		QUEUE_FULL,

		/** What was read from the disk is not what was written. */
		UNREADABLE,

		/** The server fails at them again and again. */
		SERVER_ERROR,

		/** The application ends, and there was no time. */
		SHUTDOWN;

		/**
		 * Return the value of {@code error.type} for this.
		 * @return the value
		 */
		public String errorType() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
