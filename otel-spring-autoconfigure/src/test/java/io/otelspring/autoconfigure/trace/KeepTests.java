// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.LocalSampling;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces that are exported for their outcome, with the SDK's own processor and exporter.
 */
class KeepTests {

	private static final Duration SLOW = Duration.ofHours(1);

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final List<SdkTracerProvider> providers = new ArrayList<>();

	private HeldTraces held = new HeldTraces(true, SLOW, 100);

	@AfterEach
	void close() {
		this.providers.forEach(SdkTracerProvider::close);
	}

	@Test
	void failedTraceIsExportedWhole() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		child(tracer, "fails", root).setStatus(StatusCode.ERROR).end();
		child(tracer, "works", root).end();
		assertThat(names()).isEmpty();
		root.end();
		assertThat(names()).containsExactly("fails", "works", "root");
		assertThat(this.held.counts()).isEqualTo(new HeldTraces.Counts(0, 0, 1, 3, 0, 0));
	}

	@Test
	void slowTraceIsExported() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Instant start = Instant.ofEpochSecond(1_000);
		Span root = tracer.spanBuilder("slow").setStartTimestamp(start).startSpan();
		root.end(start.plus(SLOW));
		Span quick = tracer.spanBuilder("quick").setStartTimestamp(start).startSpan();
		quick.end(start.plus(SLOW).minusNanos(1));
		assertThat(names()).containsExactly("slow");
	}

	@Test
	void traceOfNoInterestIsForgotten() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		Span late = child(tracer, "late", root);
		child(tracer, "child", root).end();
		root.end();
		late.setStatus(StatusCode.ERROR).end();
		assertThat(names()).isEmpty();
		assertThat(this.held.counts()).isEqualTo(new HeldTraces.Counts(0, 0, 0, 0, 0, 0));
	}

	@Test
	void errorsAloneDoNotMakeSlowTracesOfInterest() {
		this.held = new HeldTraces(true, null, 100);
		Tracer tracer = tracer(Sampler.alwaysOff());
		Instant start = Instant.ofEpochSecond(1_000);
		tracer.spanBuilder("slow").setStartTimestamp(start).startSpan().end(start.plus(Duration.ofDays(1)));
		assertThat(names()).isEmpty();
	}

	@Test
	void slownessAloneDoesNotMakeFailedTracesOfInterest() {
		this.held = new HeldTraces(false, SLOW, 100);
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		child(tracer, "fails", root).setStatus(StatusCode.ERROR).end();
		root.setStatus(StatusCode.ERROR).end();
		assertThat(names()).isEmpty();
	}

	@Test
	void downstreamStaysUnsampledAndExportersSeeASampledSpan() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		assertThat(root.isRecording()).isTrue();
		assertThat(root.getSpanContext().isSampled()).isFalse();
		root.setAttribute("a", "b").setStatus(StatusCode.ERROR).end();
		SpanData exported = this.exporter.getFinishedSpanItems().get(0);
		assertThat(exported.getSpanContext().isSampled()).isTrue();
		assertThat(exported.getSpanId()).isEqualTo(root.getSpanContext().getSpanId());
		assertThat(exported.getAttributes().size()).isEqualTo(1);
	}

	@Test
	void sampledTraceIsExportedOnceAndNotHeld() {
		Tracer tracer = tracer(Sampler.alwaysOn());
		tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
		assertThat(names()).containsExactly("root");
		assertThat(this.held.counts().keptTraces()).isZero();
	}

	@Test
	void whatTheCallerDoesNotSampleIsNotKept() {
		Tracer tracer = tracer(Sampler.parentBased(Sampler.alwaysOff()));
		Span server = tracer.spanBuilder("server").setParent(remoteUnsampled()).startSpan();
		assertThat(server.isRecording()).isFalse();
		server.setStatus(StatusCode.ERROR).end();
		assertThat(names()).isEmpty();
	}

	@Test
	void callerWhoseFlagIsNotTrustedDoesNotDecide() {
		Tracer tracer = tracer(Sampler.parentBased(Sampler.alwaysOff()));
		Span server = tracer.spanBuilder("server").setParent(LocalSampling.require(remoteUnsampled())).startSpan();
		server.setStatus(StatusCode.ERROR).end();
		assertThat(names()).containsExactly("server");
	}

	@Test
	void spanThatEndsAfterTheRootOfAKeptTraceIsExported() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		Span late = child(tracer, "late", root);
		root.setStatus(StatusCode.ERROR).end();
		child(tracer, "begins late", root).end();
		late.end();
		assertThat(names()).containsExactly("root", "begins late", "late");
	}

	@Test
	void childOfAnEndedSpanIsHeldWhileTheRootIsOpen() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		Span middle = child(tracer, "middle", root);
		middle.end();
		child(tracer, "leaf", middle).end();
		root.setStatus(StatusCode.ERROR).end();
		assertThat(names()).containsExactly("middle", "leaf", "root");
	}

	@Test
	void spansThatDoNotFitAreCounted() {
		this.held = new HeldTraces(true, null, 2);
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		for (int i = 0; i < 5; i++) {
			child(tracer, "child" + i, root).end();
		}
		root.setStatus(StatusCode.ERROR).end();
		assertThat(names()).containsExactly("child0", "child1", "root");
		assertThat(this.held.counts().lostSpans()).isEqualTo(3);
		assertThat(this.held.counts().heldSpans()).isZero();
	}

	@Test
	void oneTraceHoldsSoManySpansAndNoMore() {
		this.held = new HeldTraces(true, null, 100_000);
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		for (int i = 0; i < HeldTrace.MAX_SPANS + 10; i++) {
			child(tracer, "child", root).end();
		}
		assertThat(this.held.counts().heldSpans()).isEqualTo(HeldTrace.MAX_SPANS);
		root.end();
		assertThat(this.held.counts()).isEqualTo(new HeldTraces.Counts(0, 0, 0, 0, 10, 0));
	}

	@Test
	void rootsThatNeverEndDoNotFillTheMemory() {
		this.held = new HeldTraces(true, null, 3);
		Tracer tracer = tracer(Sampler.alwaysOff());
		List<Span> roots = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			roots.add(tracer.spanBuilder("root").startSpan());
		}
		assertThat(roots.stream().filter(Span::isRecording)).hasSize(3);
		assertThat(this.held.counts().heldTraces()).isEqualTo(3);
		assertThat(this.held.counts().refusedTraces()).isEqualTo(7);
	}

	@Test
	void rootThatTakesTooLongIsJudgedByWhatIsKnown() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span fails = tracer.spanBuilder("fails").startSpan();
		child(tracer, "child", fails).setStatus(StatusCode.ERROR).end();
		long later = System.nanoTime() + HeldTraces.MAX_AGE + Duration.ofMinutes(1).toNanos();
		Span next = tracer.spanBuilder("next").startSpan();
		this.held.begin((ReadableSpan) next, later);
		assertThat(names()).containsExactly("child");
		fails.end();
		assertThat(names()).containsExactly("child", "fails");
	}

	@Test
	void rootThatWasGivenUpSpeaksForItself() {
		this.held = new HeldTraces(true, null, 100);
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		child(tracer, "child", root).end();
		this.held.giveUpAll();
		assertThat(this.held.counts()).isEqualTo(new HeldTraces.Counts(0, 0, 0, 0, 0, 0));
		root.setStatus(StatusCode.ERROR).end();
		assertThat(names()).containsExactly("root");
	}

	@Test
	void endHandsOnWhatHasFailed() {
		Tracer tracer = tracer(Sampler.alwaysOff());
		Span root = tracer.spanBuilder("root").startSpan();
		child(tracer, "fails", root).setStatus(StatusCode.ERROR).end();
		this.providers.get(0).forceFlush();
		assertThat(names()).isEmpty();
		KeepProcessor processor = new KeepProcessor(this.held, List.of(SimpleSpanProcessor.create(this.exporter)));
		processor.shutdown();
		assertThat(names()).containsExactly("fails");
	}

	@Test
	void processorThatThrowsDoesNotKeepTheNextOneFromASpan() {
		SpanProcessor broken = new SpanProcessor() {

			@Override
			public void onStart(Context parentContext, io.opentelemetry.sdk.trace.ReadWriteSpan span) {
			}

			@Override
			public boolean isStartRequired() {
				return false;
			}

			@Override
			public void onEnd(ReadableSpan span) {
				if (span instanceof KeptSpan) {
					throw new IllegalStateException("planted");
				}
			}

			@Override
			public boolean isEndRequired() {
				return true;
			}

		};
		Tracer tracer = tracer(Sampler.alwaysOff(), broken);
		tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
		assertThat(names()).containsExactly("root");
	}

	private Tracer tracer(Sampler sampler, SpanProcessor... before) {
		List<SpanProcessor> exporting = new ArrayList<>(List.of(before));
		exporting.add(SimpleSpanProcessor.create(this.exporter));
		var builder = SdkTracerProvider.builder()
			.setSampler(new TraceSampler(sampler, SamplingRules.NONE, new RuntimeRatio(), this.held))
			.addSpanProcessor(new KeepProcessor(this.held, exporting));
		exporting.forEach(builder::addSpanProcessor);
		SdkTracerProvider provider = builder.build();
		this.providers.add(provider);
		return provider.get("test");
	}

	private static Span child(Tracer tracer, String name, Span parent) {
		return tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	private List<String> names() {
		return this.exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
	}

	private static Context remoteUnsampled() {
		return Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					TraceFlags.getDefault(), TraceState.getDefault())));
	}

}
