// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.List;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.SamplingControl;

/**
 * Everything that decides which traces of an application are recorded and exported. The
 * SDK gets its sampler and one of its processors from here.
 */
public final class TraceSampling implements SamplingControl {

	private final SamplingRules rules;

	private final @Nullable HeldTraces held;

	private final RuntimeRatio runtimeRatio = new RuntimeRatio();

	private volatile @Nullable TraceSampler sampler;

	private volatile boolean inForce;

	TraceSampling(SamplingRules rules, @Nullable HeldTraces held) {
		this.rules = rules;
		this.held = held;
	}

	/**
	 * Return what decides by the configured sampler alone.
	 * @return it
	 */
	public static TraceSampling plain() {
		return new TraceSampling(SamplingRules.NONE, null);
	}

	/**
	 * Return the sampler that decides in place of the configured one.
	 * @param configured the configured one, which is asked where nothing else decides
	 * @return the sampler
	 */
	public Sampler sampler(Sampler configured) {
		TraceSampler made = new TraceSampler(configured, this.rules, this.runtimeRatio, this.held);
		this.sampler = made;
		return made;
	}

	/**
	 * Return the processor that has spans exported though they were not sampled. It comes
	 * before those that export, so that it hands on what it has before they end.
	 * @param exporters the processors that export
	 * @return the processor, or none where no trace is kept
	 */
	public List<SpanProcessor> keeping(List<SpanProcessor> exporters) {
		return (this.held != null) ? List.of(new KeepProcessor(this.held, exporters)) : List.of();
	}

	/**
	 * Note which sampler the application got in the end.
	 * @param actual the sampler that is asked, or {@code null} if it is not known
	 */
	public void inUse(@Nullable Sampler actual) {
		this.inForce = actual != null && actual == this.sampler;
	}

	@Override
	public void setRatio(double ratio) {
		if (!(ratio >= 0 && ratio <= 1)) {
			throw new IllegalArgumentException("The ratio must be from 0 to 1, not " + ratio);
		}
		if (!this.inForce) {
			throw new IllegalStateException("The application samples in a way of its own: it has an SdkTracerProvider "
					+ "bean, or a customizer that sets another sampler");
		}
		this.runtimeRatio.set(ratio);
	}

	boolean isInForce() {
		return this.inForce;
	}

	@Nullable Double runtimeRatio() {
		return this.runtimeRatio.ratio();
	}

	boolean hasRules() {
		return !this.rules.isEmpty();
	}

	@Nullable HeldTraces held() {
		return this.held;
	}

	@Nullable String description() {
		TraceSampler current = this.sampler;
		return (current != null) ? current.getDescription() : null;
	}

}
