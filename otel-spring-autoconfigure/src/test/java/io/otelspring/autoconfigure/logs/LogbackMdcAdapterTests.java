// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMDCAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link LogbackMdcAdapter} and {@link CorrelatedMdc}.
 */
class LogbackMdcAdapterTests {

	private static final SpanContext UNSAMPLED = SpanContext.create("0af7651916cd43dd8448eb211c80319c",
			"b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault());

	private final LogbackMDCAdapter original = new LogbackMDCAdapter();

	private final LogbackMdcAdapter adapter = new LogbackMdcAdapter(this.original);

	@BeforeEach
	void connect() {
		LogBridge.INSTANCE.connect(this, new RecordedLogs().provider(),
				new LoggingProperties(List.of("*"), false, new LoggingProperties.Mdc("trace_id", "span_id")),
				() -> null);
	}

	@AfterEach
	void disconnect() {
		LogBridge.INSTANCE.disconnect(this);
	}

	@Test
	void addsNothingWithoutASpan() {
		assertThat(this.adapter.getPropertyMap()).isNull();
		this.original.put("tenant", "acme");
		assertThat(this.adapter.getPropertyMap()).isSameAs(this.original.getPropertyMap());
	}

	@Test
	void addsTheIdsOfTheCurrentSpanAlsoUnsampled() {
		this.original.put("tenant", "acme");
		this.original.put("span_id", "hidden");
		Map<String, String> mdc = withSpan();
		assertThat(mdc.get("trace_id")).isEqualTo(UNSAMPLED.getTraceId());
		assertThat(mdc.get("tenant")).isEqualTo("acme");
		assertThat(mdc).containsKey("span_id").doesNotContainKey("traceId").isNotEmpty();
		assertThat(mdc).containsOnly(entry("tenant", "acme"), entry("trace_id", UNSAMPLED.getTraceId()),
				entry("span_id", UNSAMPLED.getSpanId()));
	}

	@Test
	void keepsTheEntriesOfItsMoment() {
		this.original.put("tenant", "acme");
		Map<String, String> mdc = withSpan();
		this.original.put("tenant", "other");
		assertThat(mdc).containsEntry("tenant", "acme").hasSize(3);
	}

	@Test
	void addsNothingWhenNobodyIsConnected() {
		LogBridge.INSTANCE.disconnect(this);
		assertThat(withSpan()).isNull();
	}

	@Test
	void worksInFrontOfAnotherAdapter() {
		BasicMDCAdapter basic = new BasicMDCAdapter();
		basic.put("tenant", "acme");
		LogbackMdcAdapter adapter = new LogbackMdcAdapter(basic);
		try (Scope scope = Span.wrap(UNSAMPLED).makeCurrent()) {
			assertThat(adapter.getPropertyMap()).containsEntry("tenant", "acme").hasSize(3);
		}
	}

	@Test
	void leavesTheMdcItselfAlone() {
		this.adapter.put("tenant", "acme");
		this.adapter.pushByKey("stack", "a");
		assertThat(this.original.get("tenant")).isEqualTo("acme");
		assertThat(this.original.popByKey("stack")).isEqualTo("a");
		assertThat(this.adapter.get("tenant")).isEqualTo("acme");
		assertThat(this.adapter.getKeys()).containsExactly("tenant");
		try (Scope scope = Span.wrap(UNSAMPLED).makeCurrent()) {
			assertThat(this.adapter.getCopyOfContextMap()).containsExactly(entry("tenant", "acme"));
		}
		this.adapter.setContextMap(Map.of("user", "alice"));
		this.adapter.remove("tenant");
		assertThat(this.original.getCopyOfContextMap()).isEqualTo(Map.of("user", "alice"));
		this.adapter.clear();
		assertThat(this.original.getCopyOfContextMap()).isNull();
	}

	@Test
	void isSerialisedAsAMapOfTheJdk() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(withSpan());
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			Object read = in.readObject();
			assertThat(read.getClass().getName()).startsWith("java.util.");
			assertThat(read).isEqualTo(Map.of("trace_id", UNSAMPLED.getTraceId(), "span_id", UNSAMPLED.getSpanId()));
		}
	}

	private Map<String, String> withSpan() {
		try (Scope scope = Span.wrap(UNSAMPLED).makeCurrent()) {
			return this.adapter.getPropertyMap();
		}
	}

}
