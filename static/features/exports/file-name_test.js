import { assertEquals } from "/lib/assert_for_tests.js";
