// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * The ratio that was set while the application runs, if one was.
 */
final class RuntimeRatio {

	private volatile @Nullable Setting setting;

	void set(double ratio) {
		this.setting = new Setting(ratio, Sampler.traceIdRatioBased(ratio));
	}

	@Nullable Sampler sampler() {
		Setting current = this.setting;
		return (current != null) ? current.sampler() : null;
	}

	@Nullable Double ratio() {
		Setting current = this.setting;
		return (current != null) ? current.ratio() : null;
	}

	private record Setting(double ratio, Sampler sampler) {

	}

}
