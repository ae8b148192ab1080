// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

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
	 * Read the addresses that are configured.
	 * @param propagation the properties
	 * @return the peers
	 * @throws InvalidConfigurationPropertyValueException if one of them is not an address
	 */
	public static TrustedPeers of(PropagationProperties propagation) {
		try {
			return of(propagation.acceptFrom());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("otel.propagation.accept-from",
					propagation.acceptFrom(), ex.getMessage() + ". Use '*', addresses such as 10.1.2.3 or ::1, "
							+ "and ranges such as 10.0.0.0/8 or fd00::/8.");
		}
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

	/**
	 * Return whether every peer is believed.
	 * @return whether all are
	 */
	public boolean areAll() {
		return this.all;
	}

	/**
	 * Return whether a peer is believed.
	 * @param address the address of the peer
	 * @return whether it is one of those
	 */
	public boolean contain(@Nullable String address) {
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
