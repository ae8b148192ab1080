// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;

/**
 * What the virtual machine knows of its process and of the system and its own metrics do
 * not tell, by the names of the conventions, which are not stable yet.
 */
class ProcessMetrics implements AutoCloseable {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final double MILLIS_PER_SECOND = 1e3;

	private final List<AutoCloseable> instruments = new ArrayList<>();

	ProcessMetrics(OpenTelemetry openTelemetry) {
		Meter meter = openTelemetry.getMeter("io.otelspring.runtime-metrics");
		this.instruments.add(meter.gaugeBuilder("process.uptime")
			.setUnit("s")
			.setDescription("The time the process has been running.")
			.buildWithCallback((measurement) -> measurement
				.record(ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_PER_SECOND)));
		OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
		if (system instanceof com.sun.management.OperatingSystemMXBean extended) {
			measure(meter, extended);
		}
		if (system instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
			this.instruments.add(meter.upDownCounterBuilder("process.unix.file_descriptor.count")
				.setUnit("{file_descriptor}")
				.setDescription("Number of UNIX file descriptors in use by the process.")
				.buildWithCallback((measurement) -> {
					long count = unix.getOpenFileDescriptorCount();
					if (count >= 0) {
						measurement.record(count);
					}
				}));
		}
	}

	private void measure(Meter meter, com.sun.management.OperatingSystemMXBean system) {
		this.instruments.add(meter.counterBuilder("process.cpu.time")
			.ofDoubles()
			.setUnit("s")
			.setDescription("Total CPU seconds.")
			.buildWithCallback((measurement) -> {
				long time = system.getProcessCpuTime();
				if (time >= 0) {
					measurement.record(time / NANOS_PER_SECOND);
				}
			}));
		this.instruments.add(meter.gaugeBuilder("process.cpu.utilization")
			.setUnit("1")
			.setDescription("The share of the CPUs' time that the process used of late.")
			.buildWithCallback((measurement) -> {
				double load = system.getProcessCpuLoad();
				if (load >= 0) {
					measurement.record(load);
				}
			}));
		this.instruments.add(meter.gaugeBuilder("system.cpu.utilization")
			.setUnit("1")
			.setDescription("The share of the CPUs' time that the whole system used of late.")
			.buildWithCallback((measurement) -> {
				double load = system.getCpuLoad();
				if (load >= 0) {
					measurement.record(load);
				}
			}));
		this.instruments.add(meter.upDownCounterBuilder("process.memory.virtual")
			.setUnit("By")
			.setDescription("The amount of committed virtual memory.")
			.buildWithCallback((measurement) -> {
				long size = system.getCommittedVirtualMemorySize();
				if (size >= 0) {
					measurement.record(size);
				}
			}));
	}

	@Override
	public void close() {
		for (AutoCloseable instrument : this.instruments) {
			try {
				instrument.close();
			}
			catch (Exception ex) {
				// Nothing that could be done
			}
		}
	}

}
