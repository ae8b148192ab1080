// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.transport.TestCertificate;
import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;

/**
 * What is wrong with a collector.
 *
 * @param name what it is called
 * @param fault the fault, or {@code null} if it is the certificate that is not trusted
 */
record Trouble(String name, @Nullable Fault fault) {

	static final TestCertificate CERTIFICATE = TestCertificate.of("collector");

	private static final TestCertificate STRANGER = TestCertificate.of("stranger");

	/** Those of a connection without TLS. */
	static final List<Trouble> PLAIN = Stream.of(Fault.values())
		.filter((fault) -> fault != Fault.BREAKING_TLS)
		.map(Trouble::of)
		.toList();

	/** Those of TLS. */
	static final List<Trouble> SECURE = List.of(new Trouble("untrusted certificate", null),
			Trouble.of(Fault.BREAKING_TLS));

	static Trouble of(Fault fault) {
		return new Trouble(fault.name().toLowerCase(Locale.ROOT).replace('_', ' '), fault);
	}

	boolean is(Fault fault) {
		return this.fault == fault;
	}

	void begin(FaultCollector collector) {
		if (this.fault != null) {
			collector.fail(this.fault);
		}
		else {
			collector.useTls(STRANGER.server(null), false);
			collector.dropConnections();
		}
	}

	void end(FaultCollector collector) {
		if (this.fault != null) {
			collector.recover();
		}
		else {
			collector.useTls(CERTIFICATE.server(null), false);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
