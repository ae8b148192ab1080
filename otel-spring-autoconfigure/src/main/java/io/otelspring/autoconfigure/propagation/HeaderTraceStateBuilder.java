// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;

/**
 * Changes a trace state as the specification wants it: what is new or changed comes
 * first, the rest keeps its order, and the last member gives way where there are too
 * many.
 */
final class HeaderTraceStateBuilder implements TraceStateBuilder {

	private final List<String> members = new ArrayList<>();

	void append(String key, String value) {
		this.members.add(key + "=" + value);
	}

	@Override
	public TraceStateBuilder put(String key, String value) {
		if (key == null || value == null || !TraceStateSyntax.isKey(key)
				|| !TraceStateSyntax.isValue(value, 0, value.length())) {
			return this;
		}
		remove(key);
		this.members.add(0, key + "=" + value);
		if (this.members.size() > TraceStateSyntax.MAX_MEMBERS) {
			this.members.remove(TraceStateSyntax.MAX_MEMBERS);
		}
		return this;
	}

	@Override
	public TraceStateBuilder remove(String key) {
		this.members.removeIf((member) -> member.startsWith(key + "="));
		return this;
	}

	@Override
	public TraceState build() {
		if (this.members.isEmpty()) {
			return TraceState.getDefault();
		}
		return new HeaderTraceState(String.join(",", this.members), this.members.size());
	}

}
