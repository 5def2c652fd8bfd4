// SPDX-License-Identifier: MIT
// The extension module `fastcount`: counts in text, in plain C API with multi-phase initialisation.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string_view>

namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The text of a str as UTF-8; null data means that a Python error is set.
std::string_view text_of(PyObject* argument) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(argument, &size);
  return {data, data == nullptr ? 0 : static_cast<size_t>(size)};
}

PyObject* count_words(PyObject*, PyObject* argument) {
  const std::string_view text = text_of(argument);
  if (text.data() == nullptr) return nullptr;
  Py_ssize_t words = 0;
  bool inside = false;
  for (const char c : text) {
    if (!is_blank(c) && !inside) ++words;
    inside = !is_blank(c);
  }
  return PyLong_FromSsize_t(words);
}

PyObject* count_bytes(PyObject*, PyObject* argument) {
  const std::string_view text = text_of(argument);
  if (text.data() == nullptr) return nullptr;
  return PyLong_FromSize_t(text.size());
}

PyMethodDef methods[] = {
    {"count_words", count_words, METH_O, "Count the words of a text, as blanks separate them."},
    {"count_bytes", count_bytes, METH_O, "Count the bytes of a text in UTF-8."},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef_Slot slots[] = {{0, nullptr}};

PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "fastcount", "Fast counting in text.", 0, methods, slots, nullptr, nullptr, nullptr,
};

}  // namespace

PyMODINIT_FUNC PyInit_fastcount() { return PyModuleDef_Init(&definition); }
