// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.io.File;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * How telemetry leaves the application.
 *
 * @param shutdownTimeout Longest wait, at the end of the application, for the last export
 * of all signals together.
 * @param buffer What is held in memory.
 * @param spool What is kept on disk.
 */
@ConfigurationProperties("otel.export")
public record ExportProperties(@DefaultValue("10s") Duration shutdownTimeout, @DefaultValue Buffer buffer,
		@DefaultValue Spool spool) {

	private static final int LEAST_BYTES = 1024;

	/**
	 * Refuse values that make no sense.
	 * @return these properties
	 */
	public ExportProperties validated() {
		if (this.shutdownTimeout.isNegative()) {
			throw invalid("shutdown-timeout", this.shutdownTimeout,
					"It must not be negative. Write how long the end may take, such as 10s.");
		}
		check("buffer.max-memory", this.buffer.maxMemory(), "16MB");
		check("spool.max-size", this.spool.maxSize(), "256MB");
		return this;
	}

	// A plain number is meant in megabytes as often as not, and is in bytes
	private static void check(String name, DataSize size, String example) {
		if (size.toBytes() <= 0) {
			throw invalid(name, size, "It must be more than 0. Write a size such as " + example + ".");
		}
		if (size.toBytes() < LEAST_BYTES) {
			throw invalid(name, size,
					"Nothing fits there: a number without a unit is in bytes. Write a size such as " + example + ".");
		}
	}

	private static RuntimeException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("otel.export." + name, value, reason);
	}

	/**
	 * What is held in memory.
	 *
	 * @param maxMemory Most memory, for each signal and destination, for telemetry that
	 * cannot be exported at once. Where it does not suffice, the oldest is dropped and
	 * counted.
	 */
	public record Buffer(@DefaultValue("16MB") DataSize maxMemory) {

	}

	/**
	 * What is kept on disk.
	 *
	 * @param directory Directory for telemetry that cannot be exported at once, which is
	 * exported later, also by the next process.
	 * @param maxSize Most disk space of one process for all signals together. Where it
	 * does not suffice, the oldest is dropped and counted. What is left for destinations
	 * that are not configured any more has as much again.
	 */
	public record Spool(@Nullable File directory, @DefaultValue("256MB") DataSize maxSize) {

	}

}
