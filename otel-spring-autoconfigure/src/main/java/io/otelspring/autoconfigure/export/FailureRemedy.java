// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What to do about a failed export, as far as the failure tells.
 */
final class FailureRemedy {

	/**
	 * What shows that nobody was there, or that somebody answered in the right protocol.
	 */
	private static final String[] PROTOCOL_FITS = { "failed to connect", "connectexception", "unknownhost", "refused",
			"no answer", "timeout", "timed out", "ssl", "certificat", "the server answered",
			"ended by the application" };

	private FailureRemedy() {
	}

	static String of(ExporterStatus exporter, String message) {
		String text = message.toLowerCase(Locale.ROOT);
		String protocol = exporter.protocol();
		if (exporter.isOtlp() && (!contains(text, PROTOCOL_FITS) || text.contains("no grpc status"))) {
			return "grpc".equals(protocol)
					? "The receiver may expect HTTP: set the protocol http/protobuf, or the port where it takes gRPC, "
							+ "usually 4317"
					: "The receiver may expect gRPC: set the protocol grpc, or the port where it takes HTTP, usually 4318";
		}
		String byStatus = byStatus(exporter, text);
		if (byStatus != null) {
			return byStatus;
		}
		String prefix = prefix(exporter);
		if (text.contains("connect") || text.contains("unknownhost")) {
			return "Start the receiver, or correct its address" + ((prefix != null)
					? ": " + prefix + "endpoint" + (exporter.isOtlp() ? " for all signals" : "") : "");
		}
		if (prefix != null && (text.contains("ssl") || text.contains("certificat"))) {
			return "Let the receiver's certificate be trusted: " + prefix + "certificate";
		}
		return "See what the receiver says about it";
	}

	private static @Nullable String byStatus(ExporterStatus exporter, String text) {
		String prefix = prefix(exporter);
		if (text.contains("status 404") || text.contains("unimplemented")) {
			return "The receiver has nothing at this address: is the path right?"
					+ (exporter.isZipkin() ? " Zipkin takes spans at /api/v2/spans"
							: " It ends with /v1/" + exporter.signal().id() + " by default");
		}
		if (text.contains("status 401") || text.contains("status 403") || text.contains("unauthenticated")
				|| text.contains("permission")) {
			return "Check the key" + ((prefix != null) ? ": " + prefix + "headers carries it" : "");
		}
		if (text.contains("status 413")) {
			return "Send smaller batches: " + exporter.signal().batchPrefix() + "max.export.batch.size";
		}
		return null;
	}

	private static @Nullable String prefix(ExporterStatus exporter) {
		if (exporter.isZipkin()) {
			return "otel.exporter.zipkin.";
		}
		return exporter.isOtlp() ? "otel.exporter.otlp." : null;
	}

	private static boolean contains(String text, String[] signs) {
		for (String sign : signs) {
			if (text.contains(sign)) {
				return true;
			}
		}
		return false;
	}

}
