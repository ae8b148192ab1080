// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplicationShutdownHandlers;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.FailedStartPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogBridge}.
 */
class LogBridgeTests {

	private static final LoggingProperties SETTINGS = new LoggingProperties(List.of("*"), false,
			new LoggingProperties.Mdc("traceId", "spanId"));

	private final LogBridge bridge = new LogBridge();

	private final FakeCapture capture = new FakeCapture();

	private final RecordedLogs logs = new RecordedLogs();

	private final FakePipeline pipeline = new FakePipeline();

	private final FakeHandlers handlers = new FakeHandlers();

	private final Object start = new Object();

	private final Object owner = new Object();

	@Test
	void wantsNothingWhereNothingStarts() {
		assertThat(this.bridge.current()).isNull();
		assertThat(this.capture.attached).isFalse();
	}

	@Test
	void keepsWhatIsLoggedDuringAStart() {
		begin(this.start, this.owner);
		assertThat(this.capture.attached).isTrue();
		log("early");
		connect(this.owner, this.logs);
		log("late");
		this.bridge.started(this.start);
		log("running");
		assertThat(this.logs.bodies()).containsExactly("early", "late", "running");
	}

	@Test
	void leavesNothingBehindWhenTheLastApplicationCloses() {
		begin(this.start, this.owner);
		connect(this.owner, this.logs);
		this.bridge.started(this.start);
		this.bridge.disconnect(this.owner);
		assertThat(this.bridge.current()).isNull();
		assertThat(this.capture.attached).isFalse();
	}

	@Test
	void sendsToTheApplicationThatStartedLast() {
		begin(this.start, this.owner);
		connect(this.owner, this.logs);
		this.bridge.started(this.start);
		RecordedLogs second = new RecordedLogs();
		Object secondStart = new Object();
		Object secondOwner = new Object();
		begin(secondStart, secondOwner);
		log("second starts");
		connect(secondOwner, second);
		this.bridge.started(secondStart);
		log("both run");
		this.bridge.disconnect(secondOwner);
		log("first runs");
		assertThat(second.bodies()).containsExactly("second starts", "both run");
		assertThat(this.logs.bodies()).containsExactly("first runs");
		this.bridge.disconnect(this.owner);
		assertThat(this.capture.attached).isFalse();
	}

	@Test
	void keepsTheNewerWhenTheOlderCloses() {
		begin(this.start, this.owner);
		connect(this.owner, new RecordedLogs());
		Object secondOwner = new Object();
		connect(secondOwner, this.logs);
		this.bridge.disconnect(this.owner);
		log("second runs");
		assertThat(this.logs.bodies()).containsExactly("second runs");
		assertThat(this.capture.attached).isTrue();
	}

	@Test
	void forgetsWhatAStartSaidThatNeverConnects() {
		begin(this.start, this.owner);
		log("early");
		this.bridge.started(this.start);
		assertThat(this.bridge.current()).isNull();
		assertThat(this.capture.attached).isFalse();
		connect(this.owner, this.logs);
		assertThat(this.logs.bodies()).isEmpty();
	}

	@Test
	void givesWhatAStartSaidThatNeverConnectsToARunningApplication() {
		connect(this.owner, this.logs);
		begin(this.start, new Object());
		log("child starts");
		this.bridge.started(this.start);
		assertThat(this.logs.bodies()).containsExactly("child starts");
	}

	@Test
	void keepsOnForAStartInWhichTheFinishedOneWasNested() {
		Object nested = new Object();
		this.bridge.starting(this.start);
		begin(nested, new Object());
		log("nested");
		this.bridge.started(nested);
		this.bridge.keep(SETTINGS, () -> this.capture);
		log("outer");
		connect(this.owner, this.logs);
		assertThat(this.logs.bodies()).containsExactly("nested", "outer");
	}

	@Test
	void stopsWhereOnlyANestedStartWantedLogs() {
		Object nested = new Object();
		this.bridge.starting(this.start);
		begin(nested, new Object());
		this.bridge.started(nested);
		this.bridge.keepNothing();
		assertThat(this.bridge.current()).isNull();
		assertThat(this.capture.attached).isFalse();
	}

	@Test
	void deliversTheReportOfAFailedStart() {
		begin(this.start, this.owner);
		log("early");
		fail(this.start);
		log("report");
		assertThat(this.pipeline.logs.bodies()).containsExactly("early", "report");
		assertThat(this.pipeline.closed).isFalse();
	}

	@Test
	void deliversTheReportOfAStartThatFailedAfterItConnected() {
		begin(this.start, this.owner);
		connect(this.owner, this.logs);
		log("connected");
		this.bridge.disconnect(this.owner);
		log("destroyed");
		fail(this.start);
		log("report");
		assertThat(this.logs.bodies()).containsExactly("connected");
		assertThat(this.pipeline.logs.bodies()).containsExactly("destroyed", "report");
	}

	@Test
	void needsNoPipelineWhileTheFailedApplicationIsStillThere() {
		begin(this.start, this.owner);
		connect(this.owner, this.logs);
		fail(this.start);
		log("report");
		this.bridge.disconnect(this.owner);
		assertThat(this.logs.bodies()).containsExactly("report");
		assertThat(this.pipeline.opened).isFalse();
		assertThat(this.bridge.current()).isNull();
	}

	@Test
	void givesTheReportToARunningApplication() {
		connect(this.owner, this.logs);
		begin(this.start, new Object());
		log("early");
		fail(this.start);
		log("report");
		assertThat(this.logs.bodies()).containsExactly("early", "report");
		assertThat(this.pipeline.opened).isFalse();
	}

	@Test
	void givesUpWhereNoPipelineOpens() {
		begin(this.start, this.owner);
		this.bridge.failed(this.start, () -> null);
		assertThat(this.bridge.current()).isNull();
		assertThat(this.capture.attached).isFalse();
	}

	@Test
	void closesWhatIsLeftOfAFailedStartWhenAnotherBegins() {
		begin(this.start, this.owner);
		fail(this.start);
		Object next = new Object();
		this.bridge.starting(next);
		assertThat(this.pipeline.closed).isTrue();
		assertThat(this.capture.attached).isFalse();
		begin(next, this.owner);
		connect(this.owner, this.logs);
		log("second attempt");
		assertThat(this.logs.bodies()).containsExactly("second attempt");
		assertThat(this.pipeline.logs.bodies()).isEmpty();
	}

	@Test
	void closesAFailedStartWhenTheProcessEnds() {
		begin(this.start, this.owner);
		fail(this.start);
		this.handlers.actions.forEach(Runnable::run);
		assertThat(this.pipeline.closed).isTrue();
		assertThat(this.bridge.current()).isNull();
		assertThat(this.handlers.actions).isEmpty();
	}

	private void begin(Object start, Object owner) {
		this.bridge.starting(start);
		this.bridge.keep(SETTINGS, () -> this.capture);
		this.bridge.owner(start, owner);
	}

	private void connect(Object owner, RecordedLogs logs) {
		this.bridge.connect(owner, logs.provider(), SETTINGS, () -> this.capture);
	}

	private void fail(Object start) {
		this.bridge.failed(start, () -> {
			this.pipeline.opened = true;
			return new FailedStart(this.pipeline, this.pipeline.logs.provider(), this.handlers);
		});
	}

	private void log(String message) {
		LogRecordWriter writer = this.bridge.current();
		assertThat(writer).isNotNull();
		writer.begin("test", Severity.INFO, "INFO", Context.root()).setBody(message).emit();
	}

	private static final class FakeCapture implements LogCapture {

		private boolean attached;

		@Override
		public @Nullable String attach() {
			this.attached = true;
			return null;
		}

		@Override
		public void detach() {
			this.attached = false;
		}

	}

	private static final class FakeHandlers implements SpringApplicationShutdownHandlers {

		private final List<Runnable> actions = new CopyOnWriteArrayList<>();

		@Override
		public void add(Runnable action) {
			this.actions.add(action);
		}

		@Override
		public void remove(Runnable action) {
			this.actions.remove(action);
		}

	}

	private static final class FakePipeline implements FailedStartPipeline {

		private final RecordedLogs logs = new RecordedLogs();

		private boolean opened;

		private boolean closed;

		@Override
		public LoggerProvider open(ConfigurableEnvironment environment) {
			return this.logs.provider();
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
