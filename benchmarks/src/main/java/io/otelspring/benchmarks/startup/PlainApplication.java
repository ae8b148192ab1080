// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application that knows nothing of telemetry. It notes the processor time that its
 * process took until it was ready, in nanoseconds, in the file that its first argument
 * names, and ends.
 */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class PlainApplication {

	@GetMapping("/orders/{id}")
	String find(@PathVariable String id) {
		return "order " + id;
	}

	public static void main(String[] args) throws Exception {
		SpringApplication.run(PlainApplication.class, "--server.port=0");
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		Files.writeString(Path.of(args[0]), Long.toString(system.getProcessCpuTime()));
		Runtime.getRuntime().halt(0);
	}

}
