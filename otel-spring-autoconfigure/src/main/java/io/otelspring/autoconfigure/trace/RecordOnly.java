// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * Says to record what another result would drop; all else is that one's.
 */
final class RecordOnly implements SamplingResult {

	private final SamplingResult dropped;

	private RecordOnly(SamplingResult dropped) {
		this.dropped = dropped;
	}

	static SamplingResult insteadOf(SamplingResult dropped) {
		return (dropped == SamplingResult.drop()) ? SamplingResult.recordOnly() : new RecordOnly(dropped);
	}

	@Override
	public SamplingDecision getDecision() {
		return SamplingDecision.RECORD_ONLY;
	}

	@Override
	public Attributes getAttributes() {
		return this.dropped.getAttributes();
	}

	@Override
	public TraceState getUpdatedTraceState(TraceState parentTraceState) {
		return this.dropped.getUpdatedTraceState(parentTraceState);
	}

}
