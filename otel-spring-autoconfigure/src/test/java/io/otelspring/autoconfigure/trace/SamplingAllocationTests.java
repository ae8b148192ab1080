// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A decision by 20 rules makes nothing, also about a path that was never seen.
 */
@Tag("allocation")
class SamplingAllocationTests {

	private static final Log logger = LogFactory.getLog(SamplingAllocationTests.class);

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final int PATHS = 8192;

	private final TraceSampler sampler = new TraceSampler(Sampler.parentBased(Sampler.traceIdRatioBased(0.1)), rules(),
			new RuntimeRatio(), null);

	private int next;

	@Test
	void decisionAllocatesNothing() {
		Attributes last = request("GET", "/api/v19/orders/4711/lines");
		Attributes none = request("GET", "/other/4711");
		assertThat(this.sampler.shouldSample(Context.root(), TRACE_ID, "GET", SpanKind.SERVER, last, List.of()))
			.isEqualTo(SamplingResult.recordAndSample());
		AllocatedBytes.measure(() -> decide(last), (bytes) -> assertThat(bytes).isZero());
		AllocatedBytes.measure(() -> decide(none), (bytes) -> assertThat(bytes).isZero());
	}

	@Test
	void decisionAboutNewPathsAllocatesNothing() {
		Attributes[] requests = requests();
		AllocatedBytes.measure(() -> decide(requests[this.next++ & (PATHS - 1)]),
				(bytes) -> assertThat(bytes).isZero());
	}

	@Test
	void timeOfADecisionIsSaid() {
		// Few enough to be in the processor's cache, as what was just built is
		Attributes[] requests = Arrays.copyOf(requests(), 128);
		long best = Long.MAX_VALUE;
		for (int round = 0; round < 20; round++) {
			long start = System.nanoTime();
			for (int i = 0; i < 100_000; i++) {
				decide(requests[i & 127]);
			}
			best = Math.min(best, (System.nanoTime() - start) / 100_000);
		}
		logger.info("A decision about a root by 20 rules takes " + best + " ns");
		assertThat(best).isPositive();
	}

	private void decide(Attributes attributes) {
		this.sampler.shouldSample(Context.root(), TRACE_ID, "GET", SpanKind.SERVER, attributes, List.of());
	}

	private static Attributes[] requests() {
		Attributes[] requests = new Attributes[PATHS];
		for (int i = 0; i < PATHS; i++) {
			requests[i] = request("GET", "/api/v" + (i % 24) + "/orders/" + i + "/lines");
		}
		return requests;
	}

	private static Attributes request(String method, String path) {
		return Attributes.builder()
			.put(HttpAttributes.HTTP_REQUEST_METHOD, method)
			.put(UrlAttributes.URL_SCHEME, "https")
			.put(UrlAttributes.URL_PATH, path)
			.put("client.address", "10.1.2.3")
			.put("user_agent.original", "curl")
			.put("server.address", "shop")
			.put(AttributeKey.longKey("server.port"), 443L)
			.build();
	}

	private static SamplingRules rules() {
		List<SamplingRule> rules = new ArrayList<>();
		String[] patterns = { "/health/**", "/static/**", "/favicon.ico", "/{name}.html", "/api/v0/orders/*" };
		for (String pattern : patterns) {
			rules.add(rule(pattern, "GET", 0));
		}
		for (int i = 5; i < 20; i++) {
			rules.add(rule("/api/v" + i + "/orders/{id}/lines", (i % 2 == 0) ? "POST" : null, 1));
		}
		return new SamplingRules(rules);
	}

	private static SamplingRule rule(String pattern, String method, double ratio) {
		return new SamplingRule(SpanKind.SERVER, method, PathCondition.parse(pattern), null, new AttributeCondition[0],
				ratio);
	}

}
