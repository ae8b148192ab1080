// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/**
 * Copies baggage to log records when they are emitted. An attribute that is there already
 * stays.
 */
final class BaggageLogProcessor implements LogRecordProcessor {

	private final CopiedBaggage baggage;

	BaggageLogProcessor(List<String> names) {
		this.baggage = new CopiedBaggage(names);
	}

	@Override
	public void onEmit(Context context, ReadWriteLogRecord logRecord) {
		this.baggage.copy(context, (key, value) -> {
			if (logRecord.getAttribute(key) == null) {
				logRecord.setAttribute(key, value);
			}
		});
	}

}
