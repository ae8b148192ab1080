// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * The HikariCP pools of an application. Sizes are read from the pool when they are asked
 * for, and waiting and use are timed where connections go through the bean. So Hikari's
 * only place for somebody who counts stays free for Micrometer; it is taken, for the time
 * that connections take to be made, if nobody else has done so by the end of the start.
 */
final class HikariPools implements ConnectionPools, SmartInitializingSingleton,
		ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private static final AttributeKey<String> POOL_NAME = AttributeKey.stringKey("db.client.connection.pool.name");

	private static final AttributeKey<String> STATE = AttributeKey.stringKey("db.client.connection.state");

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	private static final double MILLIS_PER_SECOND = 1000;

	private static final Log logger = LogFactory.getLog(HikariPools.class);

	private final Supplier<@Nullable Meter> meter;

	private final List<Pool> pools = new CopyOnWriteArrayList<>();

	private volatile @Nullable PoolInstruments instruments;

	HikariPools(Supplier<@Nullable Meter> meter) {
		this.meter = meter;
	}

	@Override
	public @Nullable PoolTimes add(DataSource dataSource) {
		if (!(dataSource instanceof HikariDataSource hikari)) {
			return null;
		}
		for (Pool known : this.pools) {
			if (known.dataSource == hikari) {
				return known;
			}
		}
		Pool pool = new Pool(hikari);
		this.pools.add(pool);
		return pool;
	}

	@Override
	public void afterSingletonsInstantiated() {
		instruments();
	}

	/**
	 * Micrometer has had its turn when everything has started.
	 */
	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		for (Pool pool : this.pools) {
			pool.trackCreation();
		}
	}

	private @Nullable PoolInstruments instruments() {
		PoolInstruments instruments = this.instruments;
		if (instruments == null && !this.pools.isEmpty()) {
			synchronized (this) {
				instruments = this.instruments;
				Meter meter = (instruments != null) ? null : this.meter.get();
				if (meter != null) {
					instruments = new PoolInstruments(meter, this::observe);
					this.instruments = instruments;
				}
			}
		}
		return instruments;
	}

	private void observe(PoolInstruments instruments) {
		for (Pool pool : this.pools) {
			if (pool.dataSource.isClosed()) {
				this.pools.remove(pool);
			}
			else {
				pool.observe(instruments);
			}
		}
	}

	@Override
	public void destroy() {
		PoolInstruments instruments = this.instruments;
		if (instruments != null) {
			instruments.close();
		}
	}

	/**
	 * One pool.
	 */
	private final class Pool implements PoolTimes {

		private final HikariDataSource dataSource;

		private volatile @Nullable Attributes attributes;

		private Pool(HikariDataSource dataSource) {
			this.dataSource = dataSource;
		}

		// A pool gets its name when it starts.
		private @Nullable Attributes attributes() {
			Attributes attributes = this.attributes;
			if (attributes == null) {
				String name = this.dataSource.getPoolName();
				if (name != null) {
					attributes = Attributes.of(POOL_NAME, name);
					this.attributes = attributes;
				}
			}
			return attributes;
		}

		private void observe(PoolInstruments instruments) {
			Attributes attributes = attributes();
			HikariPoolMXBean pool = this.dataSource.getHikariPoolMXBean();
			if (attributes == null || pool == null) {
				return;
			}
			instruments.count.record(pool.getActiveConnections(), attributes.toBuilder().put(STATE, "used").build());
			instruments.count.record(pool.getIdleConnections(), attributes.toBuilder().put(STATE, "idle").build());
			instruments.pendingRequests.record(pool.getThreadsAwaitingConnection(), attributes);
			int max = this.dataSource.getMaximumPoolSize();
			instruments.max.record(max, attributes);
			instruments.idleMax.record(max, attributes);
			instruments.idleMin.record(this.dataSource.getMinimumIdle(), attributes);
		}

		@Override
		public void waited(long nanos) {
			PoolInstruments instruments = instruments();
			Attributes attributes = attributes();
			if (instruments != null && attributes != null) {
				instruments.waitTime.record(nanos / NANOS_PER_SECOND, attributes);
			}
		}

		@Override
		public void used(long nanos) {
			PoolInstruments instruments = instruments();
			Attributes attributes = attributes();
			if (instruments != null && attributes != null) {
				instruments.useTime.record(nanos / NANOS_PER_SECOND, attributes);
			}
		}

		@Override
		public void refused(Throwable failure) {
			PoolInstruments instruments = instruments();
			Attributes attributes = attributes();
			if (failure instanceof SQLTransientConnectionException && instruments != null && attributes != null) {
				instruments.timeouts.add(1, attributes);
			}
		}

		private void trackCreation() {
			try {
				if (this.dataSource.getMetricsTrackerFactory() == null && this.dataSource.getMetricRegistry() == null
						&& !this.dataSource.isClosed()) {
					this.dataSource.setMetricsTrackerFactory((name, stats) -> new IMetricsTracker() {

						@Override
						public void recordConnectionCreatedMillis(long millis) {
							created(millis);
						}

					});
				}
			}
			catch (RuntimeException ex) {
				logger.debug("The time that connections take to be made is not recorded", ex);
			}
		}

		private void created(long millis) {
			PoolInstruments instruments = instruments();
			Attributes attributes = attributes();
			if (instruments != null && attributes != null) {
				instruments.createTime.record(millis / MILLIS_PER_SECOND, attributes);
			}
		}

	}

}
