// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metrics each time that Prometheus fetches them. Its sums and histograms are
 * totals, whatever other readers have.
 */
public final class PrometheusReader implements MetricReader {

	private static final CollectionRegistration NONE = CollectionRegistration.noop();

	private final ReentrantLock lock = new ReentrantLock();

	private final Families families;

	private volatile CollectionRegistration metrics = NONE;

	private volatile @Nullable ScrapeAccount account;

	/**
	 * Create a reader.
	 * @param prefix what comes before each metric's name, or nothing
	 */
	PrometheusReader(String prefix) {
		this.families = new Families(prefix);
	}

	/**
	 * Let somebody count the points that are fetched.
	 * @param account counts them
	 */
	public void account(ScrapeAccount account) {
		this.account = account;
	}

	void servedAt(String address) {
		ScrapeAccount current = this.account;
		if (current != null) {
			current.servedAt(address);
		}
	}

	/**
	 * Return whether an SDK has metrics for this reader.
	 * @return whether it is in use
	 */
	boolean isRegistered() {
		return this.metrics != NONE;
	}

	/**
	 * Read all metrics.
	 * @param format the wanted format
	 * @return the metrics in that format, in UTF-8
	 */
	byte[] scrape(ScrapeFormat format) {
		this.lock.lock();
		try {
			Collection<MetricData> all = this.metrics.collectAllMetrics();
			String text = new ScrapeWriter(format).write(Families.resource(all), this.families.of(all));
			ScrapeAccount current = this.account;
			if (current != null) {
				current.scraped(all.stream().mapToInt((metric) -> metric.getData().getPoints().size()).sum());
			}
			return text.getBytes(StandardCharsets.UTF_8);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void register(CollectionRegistration registration) {
		this.metrics = registration;
	}

	@Override
	public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
		return AggregationTemporality.CUMULATIVE;
	}

	@Override
	public CompletableResultCode forceFlush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.metrics = NONE;
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public String toString() {
		return "PrometheusReader{}";
	}

}
