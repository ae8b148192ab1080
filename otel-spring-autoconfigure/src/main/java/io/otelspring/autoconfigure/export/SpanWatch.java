// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Sees spans begin and end, on the threads that make them; it must be quick and allocate
 * nothing. The bean of this type is called where spans are exported at all.
 */
public interface SpanWatch {

	/**
	 * A span has begun that is recorded.
	 * @param span the span
	 */
	void started(ReadableSpan span);

	/**
	 * A span has ended.
	 * @param span the span
	 */
	void ended(ReadableSpan span);

}
