// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.HostPatterns;

/**
 * The servers that requests went to so far.
 */
final class Targets {

	private static final int LIMIT = 1000;

	private final HostPatterns propagateTo;

	private final BoundedCache<Key, Target> targets = new BoundedCache<>(LIMIT, this::create);

	Targets(HostPatterns propagateTo) {
		this.propagateTo = propagateTo;
	}

	Target get(URI uri) {
		String host = uri.getHost();
		if (host != null) {
			return this.targets.get(new Key(uri.getScheme(), host, uri.getPort()));
		}
		return this.targets.get(keyOfUnusualHost(uri));
	}

	// Take the authority apart where {@link URI} does not, such as for a host name with
	// an underscore.
	private static Key keyOfUnusualHost(URI uri) {
		String authority = uri.getRawAuthority();
		if (authority == null) {
			return new Key(uri.getScheme(), "", -1);
		}
		String host = authority.substring(authority.lastIndexOf('@') + 1);
		int colon = host.lastIndexOf(':');
		if (colon < 0) {
			return new Key(uri.getScheme(), host, -1);
		}
		try {
			return new Key(uri.getScheme(), host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)));
		}
		catch (NumberFormatException ex) {
			return new Key(uri.getScheme(), host, -1);
		}
	}

	private Target create(Key key) {
		String scheme = (key.scheme() != null) ? key.scheme().toLowerCase(Locale.ROOT) : "http";
		String host = key.host();
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		int port = (key.port() >= 0) ? key.port() : ("https".equals(scheme) ? 443 : 80);
		return new Target(scheme, host, (long) port, this.propagateTo.contain(host, port));
	}

	private record Key(@Nullable String scheme, String host, int port) {
	}

}
