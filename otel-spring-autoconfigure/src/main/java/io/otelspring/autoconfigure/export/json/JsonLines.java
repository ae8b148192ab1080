// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;

/**
 * Where lines go. Each is handed over whole, so that the lines of others, even of another
 * process, do not get into it.
 */
final class JsonLines {

	private final OutputStream out;

	private final boolean ours;

	private JsonLines(OutputStream out, boolean ours) {
		this.out = out;
		this.ours = ours;
	}

	static JsonLines to(PrintStream out) {
		return new JsonLines(out, false);
	}

	static JsonLines appendTo(Path file) throws IOException {
		Path parent = file.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		return new JsonLines(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), true);
	}

	CompletableResultCode write(Marshaler message) {
		try {
			ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
			message.writeJsonTo(line);
			line.write('\n');
			this.out.write(line.toByteArray());
			this.out.flush();
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	CompletableResultCode close() {
		try {
			if (this.ours) {
				this.out.close();
			}
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

}
