// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.autoconfigure.db.DatabaseTarget;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcUrl}.
 */
class JdbcUrlTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|',
			textBlock = """
					jdbc:postgresql://db.example:6543/shop | postgresql | shop | db.example | 6543
					jdbc:postgresql://db.example/shop?user=joe&password=secret | postgresql | shop | db.example | 5432
					jdbc:postgresql:shop | postgresql | shop | localhost | 5432
					jdbc:postgresql:///shop | postgresql | shop | localhost | 5432
					jdbc:postgresql://[::1]:5433/shop | postgresql | shop | ::1 | 5433
					jdbc:postgresql://a:1,b:2/shop | postgresql | shop | - | -
					jdbc:postgresql://joe:secret@db.example/shop | postgresql | shop | db.example | 5432
					jdbc:postgresql://joe:se/cret@db.example/shop | postgresql | - | - | -
					jdbc:postgresql://db/shop?ssl=true;currentSchema=stock | postgresql | shop~stock | db | 5432
					jdbc:postgresql://db/shop?currentSchema=a,b | postgresql | shop | db | 5432
					jdbc:p6spy:postgresql://db/shop | postgresql | shop | db | 5432
					jdbc:aws-wrapper:postgresql://db/shop | postgresql | shop | db | 5432
					jdbc:mysql://root:secret@db.example:3307/shop?useSSL=false | mysql | shop | db.example | 3307
					jdbc:mysql:loadbalance://a,b/shop | mysql | shop | - | -
					jdbc:mysql+srv://db/shop | mysql | shop | db | 3306
					jdbc:mysql://address=(host=db)(password=secret)/shop | mysql | shop | - | -
					jdbc:mariadb://db/shop?password=secret | mariadb | shop | db | 3306
					jdbc:sqlserver://db\\main:1444;databaseName=shop;password=secret | microsoft.sql_server | shop | db | 1444
					jdbc:sqlserver://;serverName=db;database=shop | microsoft.sql_server | shop | db | 1433
					jdbc:jtds:sqlserver://db:1433/shop;instance=x | microsoft.sql_server | shop | db | 1433
					jdbc:oracle:thin:joe/secret@//db.example:1522/shop | oracle.db | shop | db.example | 1522
					jdbc:oracle:thin:joe/se@cret@//db.example:1522/shop | oracle.db | shop | db.example | 1522
					jdbc:oracle:thin:@db:1521:shop | oracle.db | shop | db | 1521
					jdbc:oracle:thin:@tns_name | oracle.db | - | - | -
					jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1525))(SERVICE_NAME=shop)) | oracle.db | shop | db | 1525
					jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1;PASSWORD=secret | h2database | shop | - | -
					jdbc:h2:mem: | h2database | - | - | -
					jdbc:h2:~/data/shop | h2database | shop | - | -
					jdbc:h2:file:C:\\data\\shop | h2database | shop | - | -
					jdbc:h2:tcp://db:9093/~/shop | h2database | shop | db | 9093
					jdbc:hsqldb:mem:shop | hsqldb | shop | - | -
					jdbc:hsqldb:hsql://db/shop | hsqldb | shop | db | 9001
					jdbc:derby://db:1528/shop;user=joe;password=secret | derby | shop | db | 1528
					jdbc:derby:memory:shop;create=true | derby | shop | - | -
					jdbc:sqlite:/data/shop.db | sqlite | shop.db | - | -
					jdbc:sqlite::memory: | sqlite | - | - | -
					jdbc:db2://db:50001/shop:user=joe;password=secret; | ibm.db2 | shop | db | 50001
					jdbc:clickhouse:http://db:8124/shop | clickhouse | shop | db | 8124
					jdbc:made-up://db/shop | other_sql | - | - | -
					""")
	void isRead(String url, String system, String namespace, String host, Long port) {
		DatabaseTarget target = JdbcUrl.parse(url);
		assertThat(target.system().name()).isEqualTo(system);
		assertThat(target.namespace()).isEqualTo((namespace != null) ? namespace.replace('~', '|') : null);
		assertThat(target.serverAddress()).isEqualTo(host);
		assertThat(target.serverPort()).isEqualTo(port);
		assertThat(target.toString()).doesNotContain("secret").doesNotContain("joe");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "jdbc", "jdbc:", "jdbc::", "jdbc:h2", "jdbc:postgresql", "jdbc:postgresql:",
			"jdbc:postgresql://", "jdbc:postgresql://:/", "jdbc:postgresql://[/", "jdbc:postgresql://h:99999999999/x",
			"jdbc:oracle:thin:@", "jdbc:oracle:thin:@//", "jdbc:oracle:thin:@:::", "jdbc:sqlserver://",
			"jdbc:sqlserver:", "jdbc:h2:", "jdbc:sqlite:", "jdbc:mysql://@@@///", "\0" })
	void isNeverTooBroken(String url) {
		assertThat(JdbcUrl.parse(url)).isNotNull();
	}

	@Test
	void passwordsOfAnyShapeStayOut() {
		for (String password : new String[] { "p@ss", "p:ss", "p/ss", "p?ss", "p#ss", "p;ss", "p&ss", "p=ss", "//ss",
				"p@h/ss", "p@h:1/ss", "ss" }) {
			for (String pattern : new String[] { "jdbc:postgresql://joe:%s@db/shop", "jdbc:mysql://joe:%s@db:1/shop",
					"jdbc:oracle:thin:joe/%s@//db:1/shop", "jdbc:oracle:thin:joe/%s@db:1:shop",
					"jdbc:postgresql://db/shop?password=%s", "jdbc:sqlserver://db;password=%s;databaseName=shop",
					"jdbc:h2:mem:shop;PASSWORD=%s", "jdbc:mariadb://db/shop?user=joe&password=%s&x=y" }) {
				DatabaseTarget target = JdbcUrl.parse(pattern.formatted(password));
				assertThat(target.namespace() + " " + target.serverAddress()).as(pattern, password)
					.doesNotContain("ss")
					.doesNotContain("joe");
			}
		}
	}

}
