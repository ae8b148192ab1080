// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FileTlsTests {

	@TempDir
	private Path directory;

	@Test
	void filesThatCannotBeUsedAreSaidAtTheSecondLookAndWhatTheyHeldStays(CapturedOutput output) throws IOException {
		TestCertificate certificate = TestCertificate.of("server");
		Path file = this.directory.resolve("ca.pem");
		write(file, certificate.pemCertificate(), 1000);
		FileTls tls = new FileTls(file, null, null);
		SslBundle first = tls.current();
		write(file, "not a certificate", 2000);
		assertThat(tls.current()).isSameAs(first);
		assertThat(output).doesNotContain("cannot be used");
		assertThat(tls.current()).isSameAs(first);
		assertThat(tls.current()).isSameAs(first);
		assertThat(output).containsOnlyOnce("what they hold now cannot be used");
		write(file, certificate.pemCertificate(), 3000);
		assertThat(tls.current()).isNotSameAs(first).isSameAs(tls.current());
	}

	private static void write(Path file, String content, long time) throws IOException {
		Files.writeString(file, content);
		Files.setLastModifiedTime(file, FileTime.fromMillis(time));
	}

}
