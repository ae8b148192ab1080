// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import reactor.core.Scannable;

/**
 * Lets an operator of ours answer when Reactor asks whether it restores thread locals
 * itself. Where they are restored in all operators, Reactor puts a subscriber of its own
 * between each publisher that does not and whoever subscribes to it, which costs about a
 * kilobyte for each subscription. An operator may answer yes if it makes the
 * OpenTelemetry context of the side that it signals to the current one, and leaves all
 * other values alone, since these are the same on both sides.
 * <p>
 * Reactor has the question for its own operators, and keeps its type to itself; so it is
 * known by its name. Should the name change, Reactor puts its subscriber in between
 * again.
 */
public final class RestoredThreadLocals {

	private static final String QUESTION = "reactor.core.publisher.InternalProducerAttr";

	private RestoredThreadLocals() {
	}

	/**
	 * Return whether that is what Reactor wants to know.
	 * @param attribute what it asks for
	 * @return whether the answer is to be {@code true}
	 */
	public static boolean areAskedFor(Scannable.Attr<?> attribute) {
		return attribute.getClass().getName().equals(QUESTION);
	}

}
