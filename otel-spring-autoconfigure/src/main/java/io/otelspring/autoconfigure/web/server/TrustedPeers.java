// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The addresses of those peers whose trace headers are believed.
 */
public final class TrustedPeers {

	private static final String ALL = "*";

	private final boolean all;

	private final List<AddressRange> ranges;

	private TrustedPeers(boolean all, List<AddressRange> ranges) {
		this.all = all;
		this.ranges = ranges;
	}

	/**
	 * Read the addresses.
	 * @param addresses addresses, ranges of addresses in CIDR notation, or an asterisk
	 * for all
	 * @return the peers
	 * @throws IllegalArgumentException if one of them is not an address
	 */
	public static TrustedPeers of(List<String> addresses) {
		List<AddressRange> ranges = new ArrayList<>();
		boolean all = false;
		for (String address : addresses) {
			if (ALL.equals(address.trim())) {
				all = true;
			}
			else if (!address.isBlank()) {
				ranges.add(AddressRange.parse(address.trim()));
			}
		}
		return new TrustedPeers(all, List.copyOf(ranges));
	}

	boolean areAll() {
		return this.all;
	}

	boolean contain(@Nullable String address) {
		if (this.all) {
			return true;
		}
		byte[] bytes = (address != null && !this.ranges.isEmpty()) ? AddressRange.bytesOf(address) : null;
		if (bytes == null) {
			return false;
		}
		for (AddressRange range : this.ranges) {
			if (range.contains(bytes)) {
				return true;
			}
		}
		return false;
	}

}
