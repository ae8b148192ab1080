// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids of the traces that were handed on last, for those of their spans that end
 * later.
 */
final class KeptTraces {

	private static final int REMEMBERED = 1000;

	private final Set<String> ids = ConcurrentHashMap.newKeySet();

	private final Queue<String> order = new ArrayDeque<>();

	boolean contains(String traceId) {
		return this.ids.contains(traceId);
	}

	void add(String traceId) {
		synchronized (this.order) {
			if (this.ids.add(traceId)) {
				this.order.add(traceId);
				if (this.order.size() > REMEMBERED) {
					this.ids.remove(this.order.remove());
				}
			}
		}
	}

}
