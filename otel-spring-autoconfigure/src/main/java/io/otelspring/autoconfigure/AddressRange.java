// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * A range of network addresses in CIDR notation. An IPv4 address that is written as an
 * IPv6 address is taken for what it is.
 */
final class AddressRange {

	private final byte[] network;

	private final int prefixLength;

	private AddressRange(byte[] network, int prefixLength) {
		this.network = network;
		this.prefixLength = prefixLength;
	}

	static AddressRange parse(String text) {
		int slash = text.indexOf('/');
		byte[] network = bytesOf((slash != -1) ? text.substring(0, slash) : text);
		if (network == null) {
			throw new IllegalArgumentException("'" + text + "' is not an IP address or a range of them");
		}
		int bits = network.length * Byte.SIZE;
		int prefixLength = (slash != -1) ? prefixLength(text.substring(slash + 1)) : bits;
		if (prefixLength < 0 || prefixLength > bits) {
			throw new IllegalArgumentException("'" + text + "' has no prefix length between 0 and " + bits);
		}
		return new AddressRange(network, prefixLength);
	}

	/**
	 * Return the bytes of an address, without asking a name server.
	 * @param address the text of an address
	 * @return its bytes, or {@code null} if it is not an address
	 */
	static byte @Nullable [] bytesOf(String address) {
		String literal = address;
		if (literal.startsWith("[") && literal.endsWith("]")) {
			literal = literal.substring(1, literal.length() - 1);
		}
		int zone = literal.indexOf('%');
		literal = (zone != -1) ? literal.substring(0, zone) : literal;
		if (!isLiteral(literal)) {
			return null;
		}
		try {
			return InetAddress.getByName(literal).getAddress();
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	boolean contains(byte[] address) {
		if (address.length != this.network.length) {
			return false;
		}
		int wholeBytes = this.prefixLength / Byte.SIZE;
		for (int i = 0; i < wholeBytes; i++) {
			if (address[i] != this.network[i]) {
				return false;
			}
		}
		int rest = this.prefixLength % Byte.SIZE;
		return rest == 0 || ((address[wholeBytes] ^ this.network[wholeBytes]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
	}

	private static boolean isLiteral(String text) {
		int dots = 0;
		int colons = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '.') {
				dots++;
			}
			else if (c == ':') {
				colons++;
			}
			else if (Character.digit(c, 16) == -1 || c > 'f') {
				return false;
			}
		}
		// A name server would be asked about anything else.
		return colons > 1 || (dots == 3 && Character.digit(text.charAt(text.length() - 1), 10) != -1);
	}

	private static int prefixLength(String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
