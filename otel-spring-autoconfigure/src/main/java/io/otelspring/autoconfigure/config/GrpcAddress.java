// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.net.URI;

/**
 * The address of a receiver by gRPC, which has no path: each call has its own.
 */
final class GrpcAddress {

	static final String NO_PATH = "an address for gRPC has no path, since each call brings its own";

	private GrpcAddress() {
	}

	/**
	 * Take the path away.
	 * @param url an address, of HTTP
	 * @return the same if it has no path, else what is left
	 */
	static String of(String url) {
		try {
			String path = URI.create(url).getRawPath();
			return (path != null && path.length() > 1) ? url.substring(0, url.length() - path.length()) : url;
		}
		catch (IllegalArgumentException ex) {
			// Said elsewhere
			return url;
		}
	}

	static String remedy(String property, String address) {
		return Remedies.write(property, Secrets.mask(property, address))
				+ " Or set the protocol to http/protobuf if the path is meant.";
	}

}
