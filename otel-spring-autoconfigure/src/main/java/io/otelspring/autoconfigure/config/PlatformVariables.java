// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.regex.Pattern;

/**
 * Variables that begin with {@code OTEL_} and are not meant for us: those that Kubernetes
 * makes for a service named {@code otel-…}, those of its operator for OpenTelemetry, and
 * those of other languages.
 */
final class PlatformVariables {

	private static final Pattern SERVICE = Pattern
		.compile("OTEL_\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

	private static final Pattern LINK = Pattern.compile("(tcp|udp|sctp)://.*");

	private static final Pattern OTHERS = Pattern.compile("OTEL_((PYTHON|NODE|DOTNET|PHP|RUBY|GO|RUST|CPP|SWIFT|ERLANG"
			+ "|ELIXIR|JS|BROWSER|INJECTOR|OPERATOR|AUTO|EBPF|K8S)_\\w+|(POD|NODE|HOST)_(IP|NAME|UID)"
			+ "|NAMESPACE|DOTNET_AUTO_HOME)");

	private PlatformVariables() {
	}

	static boolean contain(UnknownKey key) {
		String name = key.written();
		return SERVICE.matcher(name).matches() || OTHERS.matcher(name).matches()
				|| (name.endsWith("_PORT") && LINK.matcher(key.value().value()).matches());
	}

}
